"""Every kind of paper that people and attackers send, made on the spot."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

CANARY = "CANARI-7Z"


def pdf(pages: int = 1, text: str = "Bonjour", dress=None, **save) -> bytes:
    """A readable PDF. ``dress`` changes it before it is saved."""
    with pikepdf.new() as new:
        for number in range(pages):
            page = new.add_blank_page(page_size=(200, 200))
            page.Contents = new.make_stream(f"BT /F1 12 Tf 10 100 Td ({text} {number}) Tj ET".encode())
            page.Resources = Dictionary(
                Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)),
            )
        if dress:
            dress(new)
        out = io.BytesIO()
        new.save(out, **{"deterministic_id": "encryption" not in save, **save})
    return out.getvalue()


def active(new: Pdf) -> None:
    """Scripts, launches, attachments, dynamic form and metadata, each with the canary."""
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CANARY}')"))
    new.Root.OpenAction = script
    new.Root.AA = Dictionary(WC=script)
    new.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("x"), script])),
    )
    new.attachments["note.txt"] = pikepdf.AttachedFileSpec(new, CANARY.encode(), filename="note.txt")
    new.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String(CANARY))
    new.docinfo["/Author"] = CANARY
    with new.open_metadata() as metadata:
        metadata["dc:title"] = CANARY
    page = new.pages[0]
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(Tool=Dictionary(Private=String(CANARY)))
    launch = Dictionary(S=Name.Launch, F=String(CANARY))
    link = Dictionary(S=Name.URI, URI=String(f"https://{CANARY}.example"))
    page.Annots = Array(
        [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=action)
            for action in (launch, link)
        ]
    )


def filled_form(new: Pdf) -> None:
    """One text field, answered « Zorro », whose drawing is left to the reader."""
    field = new.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("nom"),
            V=String("Zorro"),
            DA=String("/Helv 12 Tf 0 g"),
            F=4,
            Rect=Array([10, 10, 150, 30]),
        )
    )
    new.pages[0].Annots = Array([field])
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    new.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=Dictionary(Helv=helvetica))
    )


def photo_inside(new: Pdf) -> None:
    """A page that draws a phone's photo, EXIF included."""
    shot = new.make_stream(photo())
    shot.Type, shot.Subtype, shot.Filter = Name.XObject, Name.Image, Name.DCTDecode
    shot.Width, shot.Height, shot.ColorSpace, shot.BitsPerComponent = 32, 16, Name.DeviceRGB, 8
    new.pages[0].Resources.XObject = Dictionary(Im0=shot)


def encrypted_pdf(user: str) -> bytes:
    return pdf(encryption=pikepdf.Encryption(user=user, owner="proprietaire"))


def photo(orientation: int = 1, size: tuple[int, int] = (32, 16), fmt: str = "JPEG") -> bytes:
    """A photo with a place and a comment: red at left, blue at right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = CANARY
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    image.save(out, fmt, exif=exif, quality=95, comment=CANARY.encode())
    return out.getvalue()


def slow_image() -> bytes:
    """Forty million points, just allowed, that take seconds to encode anew."""
    out = io.BytesIO()
    grain = Image.effect_noise((125, 78), 64).resize((8000, 5000))
    turned = grain.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    Image.merge("RGBA", (grain, turned, grain, grain)).save(out, "PNG", compress_level=2)
    return out.getvalue()


def png_declaring(width: int, height: int) -> bytes:
    """A few bytes that promise ``width`` × ``height`` points."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("charge.txt", CANARY)
    return out.getvalue()


def flate_bomb(place: str, mebibytes: int = 8_000) -> bytes:
    """A ``drawing`` or an ``image`` that weighs gigabytes once unpacked, behind two layers of compression."""
    deflate = zlib.compressobj(9)
    opening = deflate.compress(b"") + deflate.flush(zlib.Z_FULL_FLUSH)
    block = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(opening + block * mebibytes, 9)

    def bomb(new: Pdf) -> None:
        layers = Array([Name.FlateDecode, Name.FlateDecode])
        stream = new.make_stream(b"")
        stream.write(packed, filter=layers)
        if place == "drawing":
            new.pages[0].Contents = stream
            return
        stream.Type, stream.Subtype, stream.ColorSpace = Name.XObject, Name.Image, Name.DeviceGray
        stream.Width, stream.Height, stream.BitsPerComponent = 1000, 1000, 8
        new.pages[0].Resources.XObject = Dictionary(Im0=stream)

    return pdf(dress=bomb, compress_streams=False, recompress_flate=False)


def secretive(new: Pdf) -> None:
    """What a page may carry beside what it shows: a layer turned off, a file, a comment, a form, metadata."""
    active(new)
    page = new.pages[0]
    layer = new.make_indirect(Dictionary(Type=Name.OCG, Name=String(CANARY)))
    new.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([])))
    page.Resources.Properties = Dictionary(hidden=layer)
    hidden = f"/OC /hidden BDC BT /F1 40 Tf 10 20 Td ({CANARY}) Tj ET EMC".encode()
    page.Contents = new.make_stream(page.Contents.read_bytes() + b"\n" + hidden)
    comment = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([150, 150, 170, 170]), Contents=String(CANARY)
    )
    page.Annots = Array([*page.Annots, new.make_indirect(comment)])


def noted_png() -> bytes:
    """A picture with a text, a place and a colour profile of its own."""
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", CANARY)
    info.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
    exif = Image.Exif()
    exif[0x013B] = CANARY
    out = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(
        out, "PNG", pnginfo=info, exif=exif, icc_profile=CANARY.encode()
    )
    return out.getvalue()


def chunks(png: bytes) -> list[str]:
    """The kinds of the parts of a PNG, in order; what stands behind its end is a part called ``more``."""
    found, at = [], 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        found.append(kind.decode())
        at += 12 + length
        if kind == b"IEND":
            return found + (["more"] if at < len(png) else [])
    return found
