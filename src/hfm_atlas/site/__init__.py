"""The website: which pages there are, what each shows, and how they become files."""
