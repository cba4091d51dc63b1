guide-title = Olhar para a semana que passou
guide-lead = { $week }: cinco olhares, dez minutos. Vem toda segunda-feira até { $until } e depois termina sozinho.
guide-look = Ver
guide-done = Feito
guide-undo = Ainda não
guide-dismiss = Não mostrar mais
guide-waits = Quem esperou mais?
guide-waits-text = Metade de quem escreveu teve a primeira resposta em { $half }, nove de dez em { $most }.
guide-waits-do = As mais longas primeiro. Quando escreveram, e quem poderia ter respondido?
guide-unanswered = Quem ficou sem resposta?
guide-unanswered-text = Sem resposta de uma pessoa: { $figure }.
guide-unanswered-do = Cada uma é alguém que talvez não volte. Responda a quem ainda espera.
guide-reopened = O que voltou?
guide-reopened-text = { $n ->
    [one] { $n } conversa foi resolvida e continuou.
   *[other] { $n } conversas foram resolvidas e continuaram.
}
guide-reopened-do = O que faltou na resposta anterior?
guide-load = Quem carrega mais?
guide-load-text = { $who } escreveu { $share } de todas as respostas.
guide-load-none = Ninguém escreveu uma resposta.
guide-load-do = Se é sempre a mesma pessoa, distribua as conversas ou deixe o Lobby distribuir.
guide-questions = O que se pergunta sempre?
guide-questions-text = { $n ->
    [one] { $n } conversa teve a etiqueta “{ $tag }”, e nenhuma resposta rápida tem esse nome.
   *[other] { $n } conversas tiveram a etiqueta “{ $tag }”, e nenhuma resposta rápida tem esse nome.
}
guide-questions-none = Nenhuma conversa da semana tem etiqueta. Etiquete pelo assunto, e aqui aparece o que mais se pergunta.
guide-questions-all = Cada etiqueta da semana tem uma resposta rápida com o seu nome.
guide-questions-do = Escreva a resposta uma vez, como resposta rápida.
