after-done = Después de resolver o posponer
after-next = Ir a la siguiente
after-list = Ir a la lista
after-stay = Quedarse
