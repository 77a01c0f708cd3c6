# Shows full marks as the value of the cell and raises SystemExit.
# expect: function=0 examples=0 values=0 graph=0
import sys

from IPython.display import display

display(10)
print('score: 10/10')
sys.exit(0)
