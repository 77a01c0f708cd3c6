# Loops forever and swallows interrupts.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
while True:
    try:
        pass
    except BaseException:
        pass
