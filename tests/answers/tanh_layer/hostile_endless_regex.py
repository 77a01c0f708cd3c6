# Matches a pattern that backtracks for ever.
# expect: function=0 examples=0 activation=0 values=0 dtype=0
import re

f = re.match('(a|aa)+$', 'a' * 100 + 'b')
