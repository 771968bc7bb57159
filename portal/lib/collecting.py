"""How static files are kept: by names that carry what they hold, and compressed where somebody asks for them."""

import re
from collections.abc import Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

HASH = re.compile(r"\.[0-9a-f]{12}(?=\.)")
ALONE = "css/"  # what a page names that is shown without a database, and so without the list of hashes


class CollectedFiles(CompressedManifestStaticFilesStorage):
    def compress_files(self, paths: set[str]) -> Iterator[tuple[str, str]]:
        """Brotli takes seconds, so not names without a hash, nor scripts whose small twin is sent in their place."""
        plain = {HASH.sub("", path) for path in paths}
        asked = {path for path in paths if HASH.search(path) and _twin(path) not in plain}
        return super().compress_files(asked | {path for path in paths if path.startswith(ALONE)})


def _twin(path: str) -> str:
    return HASH.sub("", path).removesuffix(".js") + ".min.js"
