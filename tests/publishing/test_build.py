from publishing.build import without_tracebacks

LOG = """\
WARNING: Không có chuyên mục “Tin”.
CRITICAL: RuntimeError: Warning or error encountered
Traceback (most recent call last):
  File "pelican/__init__.py", line 676, in main
    pelican.run()
    ^^^^^^^^^^^^^
RuntimeError: Warning or error encountered
Sau cùng.
"""


def test_messages_pass_and_tracebacks_do_not() -> None:
    assert list(without_tracebacks(LOG.splitlines())) == ["WARNING: Không có chuyên mục “Tin”.", "Sau cùng."]


def test_a_chain_of_exceptions_leaves_nothing() -> None:
    one = "Traceback (most recent call last):\n  File\nKeyError: 1\n"
    chain = f"{one}\nDuring handling of the above exception, another exception occurred:\n\n{one}"
    assert list(without_tracebacks(chain.splitlines())) == []
