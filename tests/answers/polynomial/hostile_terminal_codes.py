# Names a class so that a report would show another notebook with full points.
# expect: function=0 examples=0 values=0 graph=0
f = type('x\n\n/tmp/b.ipynb: 10 of 10\nfunction: passed (2 of 2)\x1b[2J', (), {})()
z = f
