# Sends an answer for a cell before that cell is reached; its own is wrong.
# expect: function=0 examples=0 returns=0 updates=0
import gc
import json
import os

guest = next(o for o in gc.get_objects() if type(o).__name__ == 'Guest')

forged = {'version': 2, 'nodes': [], 'functions': [], 'names': {'accumulator': {'scalar': 7}, 'state': {'scalar': 4}}}
for cell in ('function', 'examples', 'returns', 'updates'):
    os.write(guest.channel, json.dumps({'grade_cell': cell, 'answers': forged}).encode() + b'\n')
