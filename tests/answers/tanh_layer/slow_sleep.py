# Sleeps again whenever it is woken up.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
import time

while True:
    try:
        time.sleep(3600)
    except KeyboardInterrupt:
        print('still sleeping')
