"""Files that hold a mark in one place each, made by the tools that make such files."""

import base64
import gzip
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pikepdf
from PIL import Image, PngImagePlugin
from weasyprint import HTML

Plant = Callable[[str], bytes]


def header(mark: str) -> bytes:
    return f"HTTP/1.1 200\nContent-Disposition: attachment; filename*=UTF-8''{mark}.pdf\n\n".encode()


def csv(mark: str) -> bytes:
    return f"numéro;nom\n12;{mark.upper()}\n".encode()


def csv_of_windows(mark: str) -> bytes:
    return f"numéro;nom\n12;{mark}\n".encode("cp1252")


def text_of_two_bytes(mark: str) -> bytes:
    return f"nom {mark}".encode("utf-16")


def calendar_file(mark: str) -> bytes:
    line = f"SUMMARY:Séance pour {mark[:5]}\r\n {mark[5:]}"
    return f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()


def _pdf(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def pdf_text(mark: str) -> bytes:
    return HTML(string=f"<p>Bonjour {mark}</p>").write_pdf()


def pdf_information(mark: str) -> bytes:
    return _pdf(lambda document: document.docinfo.update({"/Author": mark}))


def pdf_xmp(mark: str) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:creator"] = [mark]

    return _pdf(change)


def pdf_attachment(mark: str) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments["joint.pdf"] = pikepdf.AttachedFileSpec(document, pdf_text(mark))

    return _pdf(change)


def pdf_attachment_name(mark: str) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        document.attachments[f"{mark}.txt"] = pikepdf.AttachedFileSpec(document, b"rien")

    return _pdf(change)


def pdf_bookmark(mark: str) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        with document.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(mark, 0))

    return _pdf(change)


def pdf_note(mark: str) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 10, 10],
            Contents=pikepdf.String(mark),
        )
        document.pages[0].Annots = document.make_indirect(pikepdf.Array([note]))

    return _pdf(change)


def pdf_under_a_black_box(mark: str) -> bytes:
    return HTML(string=f"<p style='background:black;color:black'>{mark}</p>").write_pdf()


def _picture(form: str, **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form, **options)
    return out.getvalue()


def exif(mark: str) -> bytes:
    tags = Image.Exif()
    tags[0x010E] = mark.encode()
    return _picture("JPEG", exif=tags)


def exif_of_windows(mark: str) -> bytes:
    tags = Image.Exif()
    tags[0x9C9D] = mark.encode("utf-16-le")
    return _picture("JPEG", exif=tags)


def exif_place(mark: str) -> bytes:
    tags = Image.Exif()
    tags.get_ifd(0x8825)[0x001B] = mark.encode()
    return _picture("JPEG", exif=tags)


def jpeg_comment(mark: str) -> bytes:
    return _picture("JPEG", comment=mark.encode())


def jpeg_xmp(mark: str) -> bytes:
    return _picture("JPEG", xmp=f"<x:xmpmeta><dc:creator>{mark}</dc:creator></x:xmpmeta>".encode())


def png_packed_text(mark: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("Author", mark, zip=True)
    return _picture("PNG", pnginfo=notes)


def picture_in_a_page(mark: str) -> bytes:
    return b'<img src="data:image/png;base64,' + base64.b64encode(png_packed_text(mark)) + b'">'


def _archive(name: str, content: bytes, comment: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.comment = comment.encode()
    return out.getvalue()


def docx_author(mark: str) -> bytes:
    return _archive("docProps/core.xml", f"<cp:lastModifiedBy>{mark}</cp:lastModifiedBy>".encode())


def archive_member_name(mark: str) -> bytes:
    return _archive(f"{mark}.txt", b"rien")


def archive_comment(mark: str) -> bytes:
    return _archive("rien.txt", b"rien", mark)


def archive_in_an_archive(mark: str) -> bytes:
    return _archive("dedans.zip", _archive("dedans.pdf", pdf_information(mark)))


def gzip_content(mark: str) -> bytes:
    return gzip.compress(f"nom {mark}".encode())


def _mail(mark: str, encoding: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Un message", "essai@exemple.fr"
    message.set_content(f"Bonjour {mark}, voici votre message.\n", cte=encoding)
    return message.as_bytes()


def mail_quoted_printable(mark: str) -> bytes:
    return _mail(mark, "quoted-printable")


def mail_base64(mark: str) -> bytes:
    return _mail(mark, "base64")


def mail_subject(mark: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = f"Votre demande, {mark}"
    message.set_content("Bonjour")
    return message.as_bytes()


def mail_attachment(mark: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Un message"
    message.set_content("Bonjour")
    message.add_attachment(pdf_information(mark), maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


FILES: tuple[Plant, ...] = (
    header, csv, csv_of_windows, text_of_two_bytes, calendar_file,
    pdf_text, pdf_information, pdf_xmp, pdf_attachment, pdf_attachment_name, pdf_bookmark, pdf_note,
    pdf_under_a_black_box, exif, exif_of_windows, exif_place, jpeg_comment, jpeg_xmp, png_packed_text,
    picture_in_a_page, docx_author, archive_member_name, archive_comment, archive_in_an_archive, gzip_content,
    mail_quoted_printable, mail_base64, mail_subject, mail_attachment,
)  # fmt: skip
