import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from cpsti_portal.pages import mailbox


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "courriels"


def send(folder, *, to="camille@exemple.fr", subject="Récépissé", text="Bonjour", html="", files=()):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder))
    mail = EmailMultiAlternatives(subject, text, "portail@exemple.fr", [to], connection=connection)
    if html:
        mail.attach_alternative(html, "text/html")
    for name, content in files:
        mail.attach(name, content, "application/pdf")
    mail.send()


def test_a_mail_is_read_back_whole(folder):
    send(
        folder,
        text="Votre numéro : 2026-000001",
        html="<p>Votre <b>numéro</b></p>",
        files=[("décision.pdf", b"%PDF-1.7")],
    )
    (mail,) = mailbox.newest(folder, limit=5)
    assert (mail.subject, mail.recipients, mail.text.strip(), mail.html_as_text) == (
        "Récépissé",
        "camille@exemple.fr",
        "Votre numéro : 2026-000001",
        "Votre numéro",
    )
    assert [(f.name, f.ascii_name, f.content) for f in mail.attachments] == [
        ("décision.pdf", "d-cision.pdf", b"%PDF-1.7")
    ]
    assert mailbox.read(folder, mail.name) == mail


def test_several_mails_of_one_connection_are_several(folder):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(folder))
    connection.send_messages(
        [EmailMultiAlternatives(f"Objet {n}", "Texte", "a@exemple.fr", ["b@exemple.fr"]) for n in range(3)]
    )
    assert [mail.subject for mail in mailbox.newest(folder, limit=2)] == ["Objet 2", "Objet 1"]


def test_one_looks_for_an_address(folder):
    send(folder, to="camille@exemple.fr")
    send(folder, to="dominique@exemple.fr")
    assert [m.recipients for m in mailbox.newest(folder, limit=5, recipient="DOMIN")] == [
        "dominique@exemple.fr"
    ]


def test_a_script_in_a_mail_is_never_shown(folder):
    send(folder, html="<style>p{}</style><script>alert(1)</script><p>Bonjour</p>")
    assert mailbox.newest(folder, limit=1)[0].html_as_text == "Bonjour"


@pytest.mark.parametrize("name", ["../../etc/passwd_0", "inconnu_0", "x", ""])
def test_a_name_that_is_not_in_the_folder_reads_nothing(folder, name):
    send(folder)
    assert mailbox.read(folder, name) is None


def test_no_folder_is_an_empty_box():
    assert mailbox.newest(None, limit=5) == []


def test_the_mailbox_shows_a_mail_and_hands_over_its_file(client, db, folder, settings):
    settings.EMAIL_FILE_PATH = folder
    send(folder, text="Suivez http://127.0.0.1:8000/demandes/", files=[("lettre.pdf", b"%PDF")])
    page = client.get("/courriels/").content.decode()
    name = mailbox.newest(folder, limit=1)[0].name
    assert f"/courriels/{name}/" in page
    assert 'href="http://127.0.0.1:8000/demandes/"' in client.get(f"/courriels/{name}/").content.decode()
    answer = client.get(f"/courriels/{name}/piece/0/")
    assert (answer.content, answer["Content-Disposition"]) == (b"%PDF", 'attachment; filename="lettre.pdf"')
    assert client.get(f"/courriels/{name}/piece/7/").status_code == 404
