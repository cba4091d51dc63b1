metric-handle_time_estimated = Tempo de atendimento, estimado
metric-handle_time_estimated-text = O mesmo nas conversas em que nem tudo foi medido: o que foi, e uma estimativa para cada mensagem que não se viu escrever.
report-measured = Medido: enquanto a conversa estava aberta na frente de alguém que fez algo no último minuto; uma conversa por vez, no máximo 30 minutos por visita, com o que vem até um dia depois de resolvida.
report-measured-share = { $share } de { $n } medido
report-beside-handle_time = { $n ->
    [0] Nenhuma medida
    [one] { $n } medida: { $span }
   *[other] { $n } medidas: { $span } cada
}
report-beside-handle_time_estimated = { $n ->
    [0] Nenhuma estimada
    [one] { $n } estimada: { $span }
   *[other] { $n } estimadas: { $span } cada
}
report-part-measured = { $name } { $span } medido
report-part-estimated = { $name } { $span } estimado
effort-head = Tempo dedicado
effort-none = Ninguém trabalhou aqui ainda
effort-told = Seu tempo aqui é medido
effort-handled = Atendida { $span } em { $visits }
effort-own = Você: { $span } em { $visits }
effort-visits = { $n ->
    [one] { $n } visita
   *[other] { $n } visitas
}
effort-messages = { $n ->
    [one] { $n } mensagem
   *[other] { $n } mensagens
}
effort-title = Tempo dedicado a #{ $number }
effort-lead = O tempo conta enquanto uma conversa está aberta na sua frente e você faz algo nela ao menos uma vez por minuto. Só se guarda de quando a quando: nem teclas nem tela. Supervisores veem o de todos; você, o seu.
effort-lead-off = O tempo não é medido no momento. O que foi medido antes fica guardado.
effort-measured = Medido: { $span } em { $visits }
effort-estimated = Estimado: { $span } por { $messages } que não se viu escrever
effort-counts-later = Contará nos relatórios quando a conversa for resolvida.
effort-counts-measured = Tudo foi medido: conta no tempo de atendimento.
effort-counts-estimated = Nem tudo foi medido: conta no tempo de atendimento estimado.
effort-empty = Nada ainda
effort-empty-text = Ninguém trabalhou nela, ou nada disso é seu.
effort-before = { $n ->
    [one] { $n } visita antes destas
   *[other] { $n } visitas antes destas
}
effort-visit = { $from } – { $until }
effort-cut = Nenhuma visita conta mais de 30 minutos.
effort-column-visit = Visita
effort-column-message = Mensagem
effort-column-took = Conta
effort-sum-measured = Medido
effort-sum-estimated = Estimado
set-measuring = Tempo dedicado às conversas
set-measuring-about = Se é medido, e o que se diz às pessoas
measuring-lead = Quanto as pessoas trabalham nas conversas é medido pelo que têm aberto na frente, para o tempo de atendimento dos relatórios. Onde não se mede, estima-se pelas mensagens, e isso é dito.
measuring-on = Medir o tempo
measuring-on-hint = Desligado, nada mais é medido; o que foi medido fica até a conversa ser apagada.
measuring-is-on = O tempo é medido. Só um proprietário pode desligar.
measuring-is-off = O tempo não é medido. Só um proprietário pode ligar.
measuring-told = O que se diz às pessoas
change-measuring-on = ligou a medição do tempo
change-measuring-off = desligou a medição do tempo
