from __future__ import annotations

import json

from hfm_atlas._util.json_text import indented_json


def test_the_text_is_that_of_the_standard_library() -> None:
    data = {"text": 'ü\u2028\t"\\\x01\x7f</script>', "list": [1, 0.5, -2, True, None, [], {}], "nested": {"a": ("b",)}}

    assert indented_json(data) == (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
