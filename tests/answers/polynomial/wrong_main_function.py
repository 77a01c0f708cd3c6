# Defines z and f within main, where they are gone at the end.
# expect: function=0 examples=0 values=0 graph=0
# cause: missing answer
def main():
    # symbols
    x = T.dscalar('x')
    y = T.dscalar('y')
    # expression
    z = 3 * x + x * y + 3 * y
    # function
    f = theano.function([x, y], z)
    print(f(1, 1))
    print(f(10, -3))


if __name__ == '__main__':
    main()
