"""HFM Atlas: a literature map of healthcare foundation models."""
