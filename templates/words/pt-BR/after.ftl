after-done = Depois de resolver ou adiar
after-next = Ir para a próxima
after-list = Ir para a lista
after-stay = Ficar onde está
