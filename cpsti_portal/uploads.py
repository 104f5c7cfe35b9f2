"""Uploads too large for any page are refused before a byte of them is written to the disk."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUploads(FileUploadHandler):
    """First in the chain: looks at the announced length, keeps nothing itself."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        if content_length > settings.PORTAL_UPLOAD_MAX_BODY_BYTES:
            raise RequestDataTooBig(f"upload of {content_length} bytes")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
