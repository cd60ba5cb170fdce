"""Archives as somebody makes them who means no good."""

import io
import zipfile


def archive(name: str, words: bytes, copies: int = 0) -> bytes:
    """Return an archive with one part, and with copies of it in the list of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, words)
        file.filelist += [file.filelist[0]] * copies
    return made.getvalue()
