#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Packs built pages so that the program can hold them.

    tools/pack_pages.py DIST OUTDIR      what `npm run build` wrote
    tools/pack_pages.py --empty OUTDIR   a pack without pages

Writes OUTDIR/pages_data.S, which takes in each file as it is and compressed, and OUTDIR/pages_table.cc, which
names them (src/api/pages/files.h). The same pages make the same pack to the octet, and what did not change is not
written again, so that nothing is built again. What the program would not serve is refused, not left out.
"""
import gzip
import hashlib
import pathlib
import re
import sys

NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
ROOT = {"index.html", "favicon.svg", "favicon.ico"}
COMPRESSED_ALREADY = {".woff2", ".png"}
MOST_OCTETS = 8 << 20  # of one file; src/api/pages/files.h has the same
NONCE = b"__SPOOR_NONCE__"


class Refused(Exception):
    """What cannot be packed, in a sentence."""


def read(dist):
    """name -> octets of each file that is served."""
    files = {}
    for path in sorted(dist.rglob("*")):
        if path.is_dir():
            continue
        name = path.relative_to(dist).as_posix()
        is_asset = name.startswith("assets/") and NAME.fullmatch(name.removeprefix("assets/"))
        if not (is_asset or name in ROOT):
            raise Refused(f"{path}: only {', '.join(sorted(ROOT))} and assets/NAME are served")
        files[name] = path.read_bytes()
        if len(files[name]) > MOST_OCTETS:
            raise Refused(f"{path}: {len(files[name])} octets, more than {MOST_OCTETS}")
    if "index.html" not in files:
        raise Refused(f"{dist}: there is no index.html")
    if NONCE not in files["index.html"]:
        raise Refused(f"{dist}/index.html: {NONCE.decode()} does not stand in it, and without it no style is let in")
    return files


def compress(name, octets):
    """Empty where it is not worth it."""
    if pathlib.PurePath(name).suffix in COMPRESSED_ALREADY:
        return b""
    smaller = gzip.compress(octets, 9, mtime=0)
    return smaller if len(smaller) < len(octets) else b""


def write(path, octets):
    """Leaves the file alone where it is that already."""
    if path.is_file() and path.read_bytes() == octets:
        return
    partial = path.with_name(path.name + ".part")
    partial.write_bytes(octets)
    partial.replace(path)


def data_of(symbol, file, size):
    """One object in read-only memory."""
    text = str(file).replace("\\", "\\\\").replace('"', '\\"')
    return (f'.globl {symbol}\n.hidden {symbol}\n.type {symbol}, %object\n.size {symbol}, {size}\n{symbol}:\n'
            f'.incbin "{text}"\n')


def pack(files, out):
    folder = out / "files"
    folder.mkdir(parents=True, exist_ok=True)
    data, names, rows, kept = [], [], [], set()
    for number, (name, octets) in enumerate(sorted(files.items())):
        digest = hashlib.sha256(octets).hexdigest()[:32]
        views = []
        for kind, content in (("plain", octets), ("gzip", compress(name, octets))):
            if not content:
                views.append("{}")
                continue
            file = folder / f"{digest}.{kind}"
            symbol = f"spoor_page_{number}_{kind}"
            write(file, content)
            kept.add(file)
            data.append(data_of(symbol, file.resolve(), len(content)))
            names.append(symbol)
            views.append(f"{{{symbol}, {len(content)}}}")
        rows.append(f'    {{"{name}", {views[0]}, {views[1]}, "{digest}"}},')
    write(out / "pages_data.S", ("# Made by tools/pack_pages.py.\n.section .rodata\n" + "".join(data) +
                                 '.section .note.GNU-stack, "", %progbits\n').encode())
    write(out / "pages_table.cc", table(names, rows).encode())
    for file in folder.iterdir():
        if file not in kept:
            file.unlink()


def table(names, rows):
    symbols = "".join(f"extern const char {name}[];\n" for name in names)
    body = f"  static constexpr PackedFile kFiles[] = {{\n{chr(10).join(rows)}\n  }};\n  return kFiles;\n"
    return (f'// Made by tools/pack_pages.py.\n#include "api/pages/files.h"\n\nextern "C" {{\n{symbols}}}\n\n'
            "namespace spoor::api::pages {\n\nstd::span<const PackedFile> built_in_pack() noexcept {\n" +
            (body if rows else "  return {};\n") + "}\n\n}  // namespace spoor::api::pages\n")


def main():
    if len(sys.argv) != 3:
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 1
    try:
        pack({} if sys.argv[1] == "--empty" else read(pathlib.Path(sys.argv[1])), pathlib.Path(sys.argv[2]))
    except (Refused, OSError) as error:
        print(f"pack_pages: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
