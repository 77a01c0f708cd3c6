# Sleeps for an hour before it defines anything.
# expect: function=0 examples=0 values=0 graph=0
import time

time.sleep(3600)
