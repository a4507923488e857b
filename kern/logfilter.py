"""No BSN in a log line, whatever a library writes."""

import logging
import re

_NINE_DIGITS = re.compile(r"(?<!\d)\d{8,9}(?!\d)")


class PersoonsgegevensFilter(logging.Filter):
    """Mask every number of eight or nine digits, which may be a BSN."""

    def filter(self, record):
        message = record.getMessage()
        masked = _NINE_DIGITS.sub("•••••••••", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True


class PersoonsgegevensFormatter(logging.Formatter):
    """Masks the finished line as well: a traceback is added after the filters and may quote a row."""

    def format(self, record):
        return _NINE_DIGITS.sub("•••••••••", super().format(record))
