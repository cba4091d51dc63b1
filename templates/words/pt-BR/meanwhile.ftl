notice-closing = O cliente espera, e só dá para escrever livremente até { $time }
notice-covered = { $n ->
    [one] Enquanto você não estava, alguém cuidou de { $n } conversa sua
   *[other] Enquanto você não estava, colegas cuidaram de { $n } conversas suas
}
telling-closing = Um cliente espera, e só resta uma hora para escrever livremente
telling-covered = O que fizeram por mim enquanto eu não estava
since-covered = { $n ->
    [1] Outros responderam a 1 das suas
   *[other] Outros responderam a { $n } das suas
}
