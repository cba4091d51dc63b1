notices-title = Notificações
notices-settings = Como sou avisado
notices-read-all = Marcar tudo como lido
notices-show = Quais
notices-all = Todas
notices-unread = Não lidas
notices-is-unread = Não lida:
notices-none = Nada por aqui
notices-none-text = Quando alguém mencionar você, der uma conversa a você ou um cliente seu responder, aparece aqui.
notices-none-unread = Você já leu tudo.
notice-new = Nova, e ninguém está com ela
notice-new-many = { $n ->
    [one] { $n } conversa nova que ninguém pegou
   *[other] { $n } conversas novas que ninguém pegou
}
notice-given = { $known ->
    [yes] { $by } deu uma conversa a você
   *[no] Você recebeu uma conversa
}
notice-given-many = { $known ->
    [yes] { $by } deu { $n } conversas a você
   *[no] Você recebeu { $n } conversas
}
notice-mentioned = { $known ->
    [yes] { $by } mencionou você
   *[no] Você foi mencionado
}
notice-answered = Uma mensagem nova
notice-answered-many = { $n ->
    [one] { $n } mensagem nova
   *[other] { $n } mensagens novas
}
notice-failed = Uma resposta não chegou
notice-due = O que foi prometido está vencendo
notice-reminder = Você queria ser lembrado
notice-reminder-channel = { $channel }: você queria terminar a configuração
notice-channel-down = { $channel } não funciona
notice-test = Teste: { $kind }
mine-follow = Seguir, sem ficar com ela
mine-followed = Seguida
mine-remind = Lembrar só a mim
mine-remind-at = Outra hora
mine-remind-act = Lembrar
mine-remind-not = Não lembrar
mine-reminder = Só você será lembrado: { $time }
letter-notices-subject = { $n ->
    [one] { $n } coisa espera por você no Lobby
   *[other] { $n } coisas esperam por você no Lobby
}
letter-notices-rest = { $n ->
    [one] E mais { $n }.
   *[other] E mais { $n }.
}
letter-notices =
    { $body }

    --
    O Lobby envia por e-mail o que você não leu lá. Respostas a este e-mail não chegam a ninguém. Como você é avisado: { $link }
push-test-title = O Lobby chega a este aparelho
push-test-text = É assim que você será avisado daqui em diante.
push-busy = O serviço de avisos está ocupado; será tentado de novo.
push-unreachable = Não foi possível chegar ao serviço de avisos; será tentado de novo.
push-refused = O serviço de avisos recusou.
telling-title = Como sou avisado
telling-about = Som, avisos e e-mail, e quando não ouvir nada
telling-lead = Tudo fica nas notificações. Aqui você diz por que outros meios quer saber.
telling-what = O quê, e por qual meio
telling-when = Quando
telling-test = Testar
telling-test-of = Testar: { $kind }
telling-hint = Nada toca nem é avisado sobre uma conversa aberta diante de você. Conversas e mensagens novas só são avisadas enquanto você não olha o Lobby.
telling-no-mailbox = Nenhuma caixa de e-mail pode enviar ainda: nada pode ser mandado por e-mail.
telling-mail = E-mail e textos
telling-mail-after = Mandar por e-mail o que ficar tantos minutos sem ler
telling-no-texts = Não pôr textos em e-mails e avisos
telling-no-texts-hint = Eles dizem que há algo, e nada do que foi escrito nem por quem.
telling-new = Algo novo que ninguém pegou
telling-given = Uma conversa é dada a mim
telling-mentioned = Alguém me menciona
telling-answered = Uma mensagem no que é meu ou sigo
telling-failed = Uma resposta minha não chega
telling-due = Uma promessa vence
telling-reminder = Um lembrete
telling-channel-down = Um canal não funciona
medium-in-app = No Lobby
medium-sound = Som
medium-push = Aviso
medium-mail = E-mail
quiet-title = Horas de silêncio
quiet-text = Sem som e sem avisos; o e-mail vem depois. Que um canal não funciona é dito a qualquer hora.
quiet-nights = Das 20:00 às 7:00
quiet-closed = Enquanto o negócio está fechado
quiet-between = Outras horas
quiet-never = Nunca
quiet-from = De
quiet-to = Até
push-title = Aparelhos
push-text = O aviso chega a este aparelho mesmo com o Lobby fechado. Vai lacrado para ele: o serviço de avisos não consegue ler.
push-here = Avisar neste aparelho
push-forget = Esquecer
push-reached = Último aviso
push-not-here = Este navegador não pode receber avisos. No iPhone ou iPad, primeiro adicione o Lobby à tela de início (Compartilhar, Adicionar à Tela de Início) e abra por ali. Nos outros, o Lobby precisa ser aberto por https.
push-denied = Você disse não às notificações desta página. Permita-as nas configurações do navegador para esta página.
push-failed = Não deu certo: não foi possível chegar ao serviço de avisos do navegador.
push-no-script = Os avisos precisam de JavaScript.
error-quiet-hours = De e até devem ser duas horas diferentes.
error-minutes = Um número de minutos de 1 a 1440.
notice-rated = Um cliente não ficou satisfeito
telling-rated = Um cliente dá uma nota ruim
notice-rated-many = { $n ->
        [one] { $n } cliente não ficou satisfeito
       *[other] { $n } clientes não ficaram satisfeitos
    }
