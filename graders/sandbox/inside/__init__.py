"""What runs inside the sandbox, next to student code. Nobody outside imports it: one talks JSON to it (see ``guest``)."""
