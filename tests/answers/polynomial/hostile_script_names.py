# Is wrong, and its names hold HTML, so that the feedback may show them.
# expect: function=2 examples=0 values=0 graph=0
x = T.dscalar('<script>document.title = "10/10"</script>')
y = T.dscalar('"><b>passed</b>')
z = 3 * x - x * y
z.name = '### BEGIN HIDDEN TESTS'
f = theano.function([x, y], z, name='</td><td>passed</td>')
