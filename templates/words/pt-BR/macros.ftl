set-macros = Ações rápidas
set-macros-about = Vários passos sob um nome: uma resposta, uma etiqueta, um estado
macro-title = Ação rápida
macros-lead = Vários passos sob um nome. O que farão é mostrado antes, e tudo se desfaz junto.
macros-none = Ainda não há ações rápidas.
macros-arrange = Organizar as ações rápidas
macro-new = Nova ação rápida
macro-keep = como está
macro-left = Deixa como
macro-reply = Resposta
macro-reply-hint = Enviada ao cliente pelo canal da conversa, com o que se sabe já preenchido.
macro-preview = O que será feito em #{ $number }. Desmarque o que não deve ser feito.
macro-undo = Desfazer retira tudo: a resposta, enquanto não tiver saído; uma nota fica.
macro-do = Fazer
macro-does-reply = Resposta: { $text }
macro-does-note = Nota: { $text }
macro-does-mine = Assumir
macro-does-assign = Atribuir a { $name }
macro-does-team = Equipe { $name }
macro-does-tag = Etiqueta { $name }
macro-does-priority = Prioridade: { $name }
macro-does-open = A responder
macro-sleep-hours = { $n ->
    [one] Adiar por { $n } hora
   *[other] Adiar por { $n } horas
}
macro-sleep-days = { $n ->
    [one] Adiar por { $n } dia
   *[other] Adiar por { $n } dias
}
