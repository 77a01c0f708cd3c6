"""The trusted judge: `checks` runs a hidden pytest check, `cell` a grade cell, `server` and `client` are its process."""
