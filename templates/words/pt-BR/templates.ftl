picker-title = Enviar uma mensagem aprovada
picker-open = Enviar uma mensagem aprovada por { $channel }
picker-search = Buscar mensagens aprovadas
picker-language = Idioma
picker-any-language = Qualquer idioma
picker-nothing = Nenhuma mensagem aprovada combina.
picker-more = { $n ->
        [1] Mais uma: busque-a.
       *[other] Mais { $n }: busque-as.
    }
picker-none = Ainda não há mensagem aprovada.
picker-none-act = Organizá-las nas configurações
picker-choose = Escolha uma mensagem; você a vê preenchida antes de ir.
picker-header = Título, { $name }
picker-variable = Texto, { $name }
picker-button = Botão { $name }
picker-file-image = Endereço web da imagem
picker-file-video = Endereço web do vídeo
picker-file-document = Endereço web do documento
picker-own-file = Ou um arquivo seu
picker-shown = Isto é o que o cliente lê
picker-show = Mostrar preenchida
picker-send = Enviar mensagem aprovada
picker-answer = Sua resposta
picker-answer-hint = Ela espera aqui e sai sozinha quando o cliente aperta o botão ou diz sim, por três dias. Se escrever outra coisa, volta a ser seu rascunho.
picker-ask = Perguntar, e enviar minha resposta quando disser sim
picker-no-button = Esta mensagem não tem botão para dizer sim: não pode perguntar pela sua resposta.
picker-refused = não deseja
template-utility = Utilidade
template-marketing = Marketing
template-authentication = Código
template-utility-price = A Meta a cobra como mensagem de utilidade.
template-marketing-price = A Meta a cobra como mensagem de marketing.
template-authentication-price = A Meta a cobra como código.
error-template = Esta mensagem aprovada não existe, ou não está aprovada.
error-template-variables = Preencha tudo para que a mensagem tem lugar.
error-template-no-button = Esta mensagem não tem botão para dizer sim.
error-window-open = Você pode escrever livremente agora: envie sua resposta como está.
templates-title = Mensagens aprovadas
templates-lead = Textos que o WhatsApp analisou. Vão a qualquer hora, mesmo quando o cliente não escreve há um dia.
templates-none = Ainda não há nenhuma. Envie o pacote pronto abaixo, ou escreva a sua.
templates-new = Escrever uma nova
templates-sync = Ler a lista de novo
templates-read = A lista foi lida de novo.
templates-submit = Enviar para aprovação
templates-submitted = Foi enviada. O WhatsApp a analisa, quase sempre em minutos; esta página mostra o resultado.
templates-removed = Foi retirada.
templates-remove = Retirar
templates-remove-text = Não pode mais ser enviada. O nome pode ser usado de novo depois de trinta dias.
templates-edit-lead = As variáveis se escrevem {"{{1}}"}, {"{{2}}"} ou {"{{name}}"}. Um texto não pode começar nem terminar com uma.
templates-refused = { $what } { $detail }
channel-back = Voltar ao canal
template-quality = Qualidade: { $quality }
template-status-approved = Aprovada
template-status-pending = Em análise
template-status-rejected = Recusada
template-status-paused = Pausada
template-status-disabled = Desativada
template-status-flagged = Em risco
template-status-in-appeal = Em nova análise
template-status-pending-deletion = Sendo retirada
template-status-limit-exceeded = Demais
template-reason-abusive-content = pode ofender alguém
template-reason-invalid-format = variáveis ou formato estão errados
template-reason-incorrect-category = é de outro tipo
template-reason-tag-content-mismatch = idioma e texto não combinam
template-reason-promotional = faz propaganda
template-reason-scam = parece fraude
template-header-none = Nada
template-header-text = Uma linha de texto
template-header-image = Uma imagem
template-header-video = Um vídeo
template-header-document = Um documento
template-field-name = Nome
template-field-name-hint = Letras minúsculas, dígitos e sublinhados, como order_update. Os clientes não veem.
template-field-language = Idioma
template-field-language-hint = Como o WhatsApp o chama: en, es, es_MX, pt_BR, id.
template-field-category = Para que serve
template-field-header-format = Acima do texto
template-field-header = Linha acima do texto
template-field-header-hint = Só para uma linha de texto; no máximo uma variável.
template-field-body = Texto
template-field-body-hint = No máximo 1.024 caracteres.
template-field-examples = Exemplos
template-field-examples-hint = Um por linha para cada variável, começando pela linha acima do texto. Para imagem, vídeo ou documento: o endereço https.
template-field-footer = Linha pequena abaixo
template-field-footer-hint = No máximo 60 caracteres, sem variável.
template-field-buttons = Botões
template-field-buttons-hint = Um por linha. Só palavras: o cliente responde com elas. Palavras | https://… abre uma página, palavras | +55… liga.
pack-title = Mensagens prontas
pack-text = Seis mensagens para o que acontece todo dia: resposta esperando, estamos abertos, agendamento, pedido, documento, pagamento. Um clique envia as de um idioma que você ainda não tem.
pack-language = Idioma
pack-submit = Enviar para aprovação
pack-en = Inglês
pack-es = Espanhol
pack-pt-br = Português (Brasil)
pack-id = Indonésio
pack-missing = { $n ->
        [0] você tem todas
        [1] falta uma
       *[other] faltam { $n }
    }
pack-done = { $n ->
        [0] Não falta nenhuma.
        [1] Uma mensagem foi enviada para aprovação.
       *[other] { $n } mensagens foram enviadas para aprovação.
    }
profile-title = O que os clientes veem de você
profile-lead = O perfil comercial do número. Muda no WhatsApp assim que você salva.
profile-open = O que os clientes veem de você
profile-open-text = Sobre, endereço, sites e que tipo de negócio é.
templates-open = Mensagens aprovadas
templates-open-text = Como está cada uma, novas, e um pacote pronto.
profile-field-about = Sobre
profile-field-about-hint = Uma linha abaixo do nome, no máximo 139 caracteres.
profile-field-address = Endereço
profile-field-description = Descrição
profile-field-email = E-mail
profile-field-websites = Sites
profile-field-websites-hint = Um por linha, no máximo dois.
profile-field-vertical = Tipo de negócio
business-unset = Não informado
business-other = Outro
business-auto = Automóveis
business-beauty = Beleza
business-apparel = Roupas
business-edu = Educação
business-entertain = Entretenimento
business-event-plan = Eventos
business-finance = Finanças
business-grocery = Mercado
business-govt = Serviço público
business-hotel = Hotel
business-health = Saúde
business-nonprofit = Sem fins lucrativos
business-prof-services = Serviços profissionais
business-retail = Loja
business-travel = Viagens
business-restaurant = Restaurante
business-not-a-biz = Não é um negócio
quality-green = alta
quality-yellow = média
quality-red = baixa
quality-high = alta
quality-medium = média
quality-low = baixa
learnt-whatsapp-display-phone-number = Número
learnt-whatsapp-verified-name = Nome que os clientes veem
learnt-whatsapp-quality-rating = Qualidade segundo o WhatsApp
learnt-whatsapp-messaging-limit = Pessoas a quem você pode escrever primeiro, por dia
learnt-whatsapp-status = Estado do número
learnt-whatsapp-name-status = Estado do nome
learnt-whatsapp-alert = Último aviso do WhatsApp
learnt-value-green = Alta
learnt-value-yellow = Média
learnt-value-red = Baixa: se continuar assim, será possível escrever a menos pessoas
learnt-value-unknown = Ainda não avaliada
learnt-value-connected = Conectado
learnt-value-pending = Em análise
learnt-value-approved = Aprovado
learnt-value-declined = Recusado
learnt-value-flagged = Em risco
learnt-value-tier-50 = 50
learnt-value-tier-250 = 250
learnt-value-tier-1k = 1.000
learnt-value-tier-2k = 2.000
learnt-value-tier-10k = 10.000
learnt-value-tier-100k = 100.000
learnt-value-tier-unlimited = Sem limite
error-template-name = Só letras minúsculas, dígitos e sublinhados.
error-template-language = Como en, es_MX ou pt_BR.
error-template-header = Uma linha de texto de até 60 caracteres, com no máximo uma variável; nada aqui se for um arquivo.
error-template-body = Escreva um texto de até 1.024 caracteres.
error-template-line = No máximo 60 caracteres, sem variável.
error-template-buttons = No máximo dez, de 25 caracteres cada; uma página começa com https://, um número só tem dígitos.
error-template-examples = Um exemplo para cada variável, e o endereço do arquivo se houver um.
react = Reagir
react-with = Reagir com { $emoji }
error-no-reactions = Não há reações nesta mensagem.
closing-soon = { $n ->
        [1] Uma conversa só pode ser respondida livremente até antes de reabrirmos ({ $time }).
       *[other] { $n } conversas só podem ser respondidas livremente até antes de reabrirmos ({ $time }).
    }
closing-show = Mostrar
list-closing = Janelas que se fecham antes de abrirmos
empty-closing = Nenhuma janela se fecha antes de abrirmos.
row-window = Resposta livre até { $time }
bulk-text = Enviar uma mensagem aprovada
bulk-text-gets = { $n ->
        [0] Ninguém dos escolhidos pode recebê-la
        [1] Uma pessoa a recebe
       *[other] { $n } pessoas a recebem
    }
bulk-text-send = { $n ->
        [1] Enviar a uma pessoa
       *[other] Enviar a { $n } pessoas
    }
bulk-text-values = {"{{name}}"} vira o nome de cada pessoa, {"{{number}}"} o número da conversa dela.
bulk-text-purpose = Quem não deseja isso fica de fora. Uma mensagem de marketing é sempre uma oferta.
bulk-text-later = Quando abrirmos, { $time }. Quem escrever antes não a recebe.
bulk-text-look = Ver de novo quem a recebe
bulk-done-template = { $n ->
        [1] Uma mensagem aprovada está a caminho.
       *[other] { $n } mensagens aprovadas estão a caminho.
    }
text-same-person = Recebe em outra conversa
text-spam = Marcada como spam
text-other-brand = É de outro dos nossos negócios
text-unconfirmed = O número foi digitado pela pessoa e não está confirmado
text-not-wanted = Não deseja essas mensagens por aí
text-no-name = O nome não é conhecido, e a mensagem tem lugar para ele
new-by-text = Escolher uma mensagem aprovada
new-texts = Por { $channel }, quem não escreveu nas últimas 24 horas só recebe mensagens aprovadas.
