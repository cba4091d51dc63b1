third-party = terceiro
act-forward = Encaminhar
forward-title = Encaminhar de #{ $number }
forward-title-on = Escrever ao terceiro de #{ $number }
forward-about = Para alguém de fora, como uma oficina ou um fornecedor. O cliente não vê, e o que responderem fica dentro desta conversa.
forward-to = Para: endereços de e-mail
forward-to-hint = Separe vários com vírgulas.
forward-text = Sua mensagem para eles
forward-along = O que vai junto
forward-along-hint = O texto das mensagens escolhidas vai abaixo do seu, com os arquivos escolhidos. As notas nunca vão.
forward-nothing = Não há nada aqui que possa ir junto.
forward-older = As mensagens mais antigas não aparecem aqui; encaminhe-as pelo menu de cada uma.
forward-waits = Esperar por eles: a conversa volta quando responderem, ou depois de dois dias úteis
forward-send = Encaminhar
forward-again = Continuar com eles
forward-sent-to = para { $who }
forward-reply-label = Mensagem para { $who }
act-give-up = Deixar assim
message-more = Mais sobre esta mensagem
toast-forwarded = Encaminhada.
spam-block-ask = Bloquear também o remetente?
spam-no-block = Não, só esta conversa
spam-block = Sim, bloquear o remetente
act-block-sender = Bloquear também o remetente
banner-spam-ask = Marcada como spam. O que este remetente escrever depois continua chegando.
banner-spam-blocked = O remetente está bloqueado: o que ele escrever fica em Bloqueados e ninguém é avisado.
toast-spam = Marcada como spam.
toast-spam-blocked = Marcada como spam, e o remetente foi bloqueado.
toast-treated = A partir de agora, os e-mails deste remetente são tratados assim.
toast-untreated = Cada e-mail deste remetente volta a ser avaliado por si.
sender-always = Tratar sempre os e-mails de { $address } como
sender-none = Avaliar cada e-mail por si
aside-waits = { $n ->
        [1] Um e-mail para { $name } não pôde ser lido e está separado.
       *[other] { $n } e-mails para { $name } não puderam ser lidos e estão separados.
    }
aside-look = Ver
