changed-count = { $n ->
        [one] { $n } mudança
       *[other] { $n } mudanças
    }
event-answer-waits = { $who } perguntou se pode continuar; a resposta espera o sim
event-answer-released = O cliente disse sim: a resposta sai
event-answer-returned = A resposta que esperava voltou a ser rascunho: { $why }. Confira antes de enviar.
event-started = { $who } começou esta conversa
event-assigned = { $who } atribuiu a { $to }
event-assigned-self = { $who } assumiu
event-unassigned = { $who } devolveu: não atribuída
event-team = { $who } moveu para a equipe { $team }
event-team-none = { $who } tirou da equipe
event-open = { $who } reabriu
event-waiting = { $who }: aguardando o cliente
event-third-party = { $who }: aguardando terceiro
event-snoozed = { $who } adiou até { $time }
event-resolved = { $who } resolveu
event-quiet = Encerrada sem resposta do cliente
event-spam = { $who } marcou como spam
event-priority = { $who } definiu a prioridade: { $priority }
event-tagged = { $who } adicionou a etiqueta { $tag }
event-untagged = { $who } removeu a etiqueta { $tag }
event-subject = { $who } mudou o assunto
event-mentioned = { $who } mencionou { $to }
event-promise = { $who } prometeu uma resposta até { $time }
event-promise-kept = Promessa cumprida
event-promise-broken = Promessa não cumprida: era até { $time }
event-promise-dropped = { $who } retirou a promessa
event-participant-suggested = { $name } escreveu aqui e foi sugerido
event-participant-accepted = { $who } aceitou { $name }
event-participant-removed = { $who } removeu { $name }
event-moved = { $who } moveu { $n ->
        [1] uma mensagem
       *[other] { $n } mensagens
    } para #{ $number }
event-merged = { $who } uniu #{ $number } a esta
event-split = { $who } criou #{ $number } a partir desta
event-undone = { $who } desfez a última mudança
event-customer = { $who } mudou o cliente para { $name }
event-redacted = { $who } retirou uma mensagem
event-reply-undone = { $who } desfez uma resposta antes de sair
event-needs-answer = { $who }: isto precisa de resposta
event-failed = Uma resposta não chegou
event-erased = Os dados da pessoa foram apagados
event-reminded = Lembrete: foi dito “um momento”, e nenhuma resposta saiu desde então
event-private = { $who } tornou a equipe privada: só os membros leem isto
event-not-private = { $who } abriu a equipe: todos leem isto
event-forward-undone = { $who } desfez um encaminhamento antes de sair
event-edited = { $who } editou uma mensagem
event-withdrawn = { $who } apagou uma mensagem
event-consent = { $who }: { $purpose }, permitido
event-no-consent = { $who }: { $purpose }, não deseja mais
event-about = { $who } disse sobre quem é isto
event-move-offered = { $who } ofereceu continuar por outro canal
event-move-taken = { $who } continuou por outro canal, com o código que demos
event-owner-doubted = Este número pode ter um novo dono
event-owner-confirmed = { $who }: o número ainda é da mesma pessoa
event-owner-changed = { $who }: o número tem um novo dono
