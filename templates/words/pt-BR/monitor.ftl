nav-live = Monitor ao vivo
monitor-title = Monitor ao vivo
monitor-as-of = Às
monitor-stale = Desatualizado.
monitor-now = Voltar para agora
monitor-wall = Tela de parede
monitor-teams = De { $teams }.
monitor-was = Como estava: { $time }.
monitor-nobody-here = Há clientes esperando e ninguém está presente para responder.
monitor-people = Clientes sem resposta
monitor-people-short = Esperam
monitor-in = { $n ->
    [one] em { $n } conversa
   *[other] em { $n } conversas
}
monitor-longest = Maior espera
monitor-soon = Vencem em 15 min
monitor-late = Vencidas
monitor-open = Para responder
monitor-unassigned = Não atribuídas
monitor-here = Pessoas presentes
monitor-of = de { $n }
monitor-down = Canais com problemas
monitor-queues = Filas
monitor-none-open = Não há nada aberto.
monitor-team = Equipe
monitor-no-team = Sem equipe
monitor-a-team = Uma equipe privada
monitor-ages = Esperam há
monitor-age-0 = menos de 5 min
monitor-age-1 = 5–15 min
monitor-age-2 = 15–60 min
monitor-age-3 = 1–4 h
monitor-age-4 = mais de 4 h
monitor-who = Quem espera
monitor-show-waiting = Sem resposta
monitor-show-soon = A vencer
monitor-show-late = Vencidas
monitor-nobody-waits = Ninguém espera.
monitor-nothing-due = Nada aqui.
monitor-nobody = não atribuída
monitor-tick = Escolher a conversa #{ $n }
monitor-take = Assumir
monitor-more = { $n ->
    [one] e mais { $n }.
   *[other] e mais { $n }.
}
monitor-all = Tudo o que está para responder
monitor-give = Dar as marcadas a
monitor-choose = Escolha …
monitor-to-nobody = Ninguém: de volta à fila
monitor-give-act = Dar
monitor-given = { $n ->
    [one] Atribuída: { $n } conversa.
   *[other] Atribuídas: { $n } conversas.
}
monitor-freed = { $n ->
    [one] De volta à fila: { $n } conversa.
   *[other] De volta à fila: { $n } conversas.
}
monitor-agents = Pessoas
monitor-agent = Quem
monitor-state = Estado
monitor-load = Carga
monitor-at = Está vendo
monitor-unknown = não se sabe
monitor-until = { $state } até { $time }
monitor-channels = Canais
monitor-no-channel = Nenhum canal.
monitor-feed = O que deu errado
monitor-feed-none = Nada deu errado no último dia.
monitor-what-failed = Uma resposta não chegou
monitor-what-late = Uma meta de resposta não foi cumprida
monitor-what-broken = Uma promessa não foi cumprida
monitor-what-not-taken = Ninguém assume
monitor-what-lively = Reaberta várias vezes
monitor-what-told = A regra “{ $name }” pede que alguém olhe
monitor-what-rule-off = A regra “{ $name }” foi desligada
monitor-what-down = { $name } não funciona
monitor-what-silent = { $name }: não chega mais nada
monitor-back = As últimas 24 horas
monitor-minute = Minuto mostrado:
monitor-show-minute = Mostrar
monitor-back-60 = − 1 h
monitor-back-10 = − 10 min
monitor-back-1 = − 1 min
monitor-on-1 = + 1 min
monitor-on-10 = + 10 min
monitor-on-60 = + 1 h
error-monitor-at = Um horário dentro do que é lembrado: no máximo as últimas 24 horas.
