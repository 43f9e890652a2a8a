"""Every path under the processed and reports folders: atomic, validated reads and writes.

Nothing outside this package knows where a table, a text, a cached result or the manifest lies.
"""

from pipeline.storage.files import digest, files_below, write_atomic
from pipeline.storage.lock import held
from pipeline.storage.processed import Storage
from pipeline.storage.reports import ReportFolder

__all__ = ["ReportFolder", "Storage", "digest", "files_below", "held", "write_atomic"]
