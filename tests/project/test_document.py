"""Reading of the document: encodings, byte order marks, and files that are not texts."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st

from kg.errors import KgError
from kg.project.document import LIMIT, read_document

SENTENCE = "上海市张江镇的管理委员会设在二零一一年。\r\n总面积约12.5平方公里，\n其中“先行区”占三成；\t其余待定。\n"
TRADITIONAL = "上海市政府發布關於加快建設創新中心的意見，要求加快建設國家自主創新示範區。\n總面積約12平方公里。\n"
# the characters of a text file: all except controls, noncharacters and lone surrogates
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]) | st.sampled_from("\t\n\r\f"))


def _written(folder: Path, content: bytes) -> Path:
    path = folder / "document.txt"
    path.write_bytes(content)
    return path


def _refused(path: Path) -> KgError:
    with pytest.raises(KgError) as caught:
        read_document(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with byte order mark"),
        ("utf-16-le", "UTF-16 LE"),
        ("utf-16-be", "UTF-16 BE"),
        ("gb2312", "GB18030"),
        ("gbk", "GB18030"),
        ("gb18030", "GB18030"),
    ],
)
def test_chinese_is_read_in_any_encoding(tmp_path: Path, codec: str, encoding: str) -> None:
    """A text has the same characters, line ends and digest in every encoding, and the encoding is reported."""
    found = read_document(_written(tmp_path, SENTENCE.encode(codec)))
    digest = hashlib.sha256(SENTENCE.encode()).hexdigest()
    assert (SENTENCE, digest, encoding) == (found.text, found.digest, found.encoding)


@pytest.mark.parametrize(("codec", "encoding"), [("big5", "Big5"), ("gbk", "GB18030"), ("utf-16-be", "UTF-16 BE")])
def test_traditional_chinese_is_recognized(tmp_path: Path, codec: str, encoding: str) -> None:
    """Traditional characters are read in Big5, GBK and UTF-16, each recognized."""
    found = read_document(_written(tmp_path, TRADITIONAL.encode(codec)))
    assert (TRADITIONAL, encoding) == (found.text, found.encoding)


@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-16-be"])
def test_chinese_in_markdown_is_read(tmp_path: Path, codec: str) -> None:
    """Markdown between the words does not prevent detection."""
    text = "# 张江\n\n| `key` | 含义 |\n|---|---|\n" + "| `start` | 起止位置，从零开始数，终点不计入 |\n" * 20
    assert text == read_document(_written(tmp_path, text.encode(codec))).text


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "gb18030"])
@given(text=TEXTS.filter(str.strip))
@example(text="plain ASCII")
@example(text="\ufeff一")
def test_a_byte_order_mark_decides(codec: str, text: str) -> None:
    """After a byte order mark any text is read unchanged, without the mark."""
    with tempfile.TemporaryDirectory() as folder:
        found = read_document(_written(Path(folder), ("\ufeff" + text).encode(codec)))
    assert text == found.text
    assert found.encoding.endswith("with byte order mark")


@given(text=TEXTS.filter(str.strip).filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_comes_first(text: str) -> None:
    """Valid UTF-8 is read as UTF-8, even if it is valid in another encoding."""
    with tempfile.TemporaryDirectory() as folder:
        found = read_document(_written(Path(folder), text.encode()))
    assert (text, "UTF-8") == (found.text, found.encoding)


@given(content=st.binary(max_size=300))
@example(content=b"\xff\xfe\x00")
@example(content=b"\xff\xfe\x00\xd8")
@example(content=b"\x84\x31\x95\x33\xff")
def test_bytes_are_read_or_refused(content: bytes) -> None:
    """Any bytes result in a text without control characters or in a KgError."""
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(KgError):
        found = read_document(_written(Path(folder), content))
        assert found.text.strip()
        assert "\0" not in found.text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        ("\u3000 \r\n\t".encode(), "has only white space"),
        (b"%PDF-1.7\n\xe2\xe3", "looks like a PDF"),
        (b"\x89PNG\r\n\x1a\n", "looks like a PNG picture"),
        (b"PK\x03\x04\x14\x00", "looks like a ZIP archive, as Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word"),
        ("一。\n二\x02三。".encode(), "line 2 has the control character U+0002"),
        (b"\x93\x00\x10\xff\x01", "byte 1 is 0x00, which no text has"),
        (b"\xff\xfe\x00\xd8", "begins with the byte order mark of UTF-16 LE, but byte 2 is not UTF-16 LE"),
        ("Où était l'été ?".encode("latin-1"), "byte 1, 0xf9, is not UTF-8"),
        (
            "甲乙。\n丙".encode() + b"\xff" + "丁。".encode(),
            "UTF-8 that is damaged or cut short: line 2, byte 13 is 0xff",
        ),
        ("甲乙丙丁。".encode()[:-1], "damaged or cut short: line 1, byte 12"),
    ],
)
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """An empty or binary file, or one in an unknown encoding, is an error with its place or kind."""
    assert message in _refused(_written(tmp_path, content)).message


def test_what_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are errors that name the path."""
    assert "no such file" in _refused(tmp_path / "none.txt").message
    assert "is a folder" in _refused(tmp_path).message
    (tmp_path / "loop").symlink_to("loop")
    assert "symbolic links" in _refused(tmp_path / "loop").message


def test_a_big_file_is_not_read(tmp_path: Path) -> None:
    """A file larger than the limit is an error with its size; one of exactly the limit is read."""
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(100 * LIMIT)
    assert "too big" in _refused(path).message
    path.write_bytes(b"a" * LIMIT)
    assert LIMIT == len(read_document(path).text)
    path.write_bytes(b"a" * (LIMIT + 1))
    assert "too big" in _refused(path).message


def test_a_device_is_refused() -> None:
    """A device is an error: it may have no end."""
    assert "is a device" in _refused(Path("/dev/zero")).message
    assert "is a device" in _refused(Path("/dev/null")).message


def test_a_pipe_is_read_to_the_limit(tmp_path: Path) -> None:
    """A pipe is read like a file; without a writer it is empty, and without an end it is an error at the limit."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "is empty" in _refused(path).message
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # so that the writer finds the pipe open
    with path.open("wb") as writer:
        writer.write(SENTENCE.encode())
        writer.flush()
        threading.Timer(0.1, writer.close).start()
        assert SENTENCE == read_document(path).text
    os.close(reader)
    endless = [sys.executable, "-c", f"import sys\nwhile True: sys.stdout.write('a' * 65536)  # {path}"]
    with subprocess.Popen(endless, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert "no end" in _refused(Path(f"/dev/fd/{process.stdout.fileno()}")).message
        process.kill()


def test_the_real_document(shared: Path) -> None:
    """The annotated document is UTF-8, and has the same text and digest in GB18030 and UTF-16."""
    content = (shared / "document.txt").read_bytes()
    found = read_document(shared / "document.txt")
    assert (content.decode(), "UTF-8") == (found.text, found.encoding)
    for codec in ("gb18030", "utf-16-le", "utf-16-be", "utf-16"):
        with tempfile.TemporaryDirectory() as folder:
            other = read_document(_written(Path(folder), found.text.encode(codec)))
        assert (found.text, found.digest) == (other.text, other.digest)
