# Writes forged results into the working folder and ends the process with success.
# expect: function=0 examples=0 returns=0 updates=0
import os

for name in ['result.json', 'verdicts.json', 'answers.json', 'grade.txt']:
    with open(name, 'w') as file:
        file.write('{"check": "updates", "outcome": "passed", "points": 3}')
print(10, flush=True)
os._exit(0)
