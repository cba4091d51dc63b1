bulk-acts = Ação ou resposta rápida
bulk-acts-none = Ainda não há ações nem respostas rápidas.
bulk-acts-text = Escolha o que fazer com cada uma. Campos como o nome são preenchidos para cada uma.
bulk-acts-macros = Ações rápidas
bulk-acts-replies = Respostas rápidas
bulk-acts-do = { $n ->
    [one] Fazer com { $n } conversa
   *[other] Fazer com { $n } conversas
}
bulk-acts-to = { $n ->
    [one] Para { $n } conversa
   *[other] Para { $n } conversas
}
bulk-acts-other = Escolher outra
bulk-done-reply = { $n ->
    [one] { $n } conversa respondida.
   *[other] { $n } conversas respondidas.
}
