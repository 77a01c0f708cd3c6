# Prints a forged verdict and ends the process with success.
# expect: function=0 examples=0 values=0 graph=0
import json
import os
import sys

verdict = {'check': 'values', 'outcome': 'passed', 'points': 4, 'max_points': 4}
print(json.dumps(verdict))
sys.stdout.flush()
os._exit(0)
