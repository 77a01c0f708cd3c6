"""For those who write exercises: `soundness` tries an exercise before it is released, `commands` are its command lines."""
