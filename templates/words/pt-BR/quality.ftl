set-quality = Revisões de qualidade
set-quality-about = A cada semana algumas conversas de cada pessoa são lidas, com as mesmas perguntas
set-quality-lead = Toda segunda-feira são sorteadas algumas conversas resolvidas de cada atendente, distribuídas entre os canais. Alguém as lê com uma ficha de avaliação, e quem atendeu fica sabendo do que foi encontrado. Desligado até você ligar.
quality-title = Revisões de qualidade
quality-lead = Conversas para ler com uma ficha de avaliação, e o resultado.
quality-none = Nada espera revisão.
quality-none-done = Nenhuma revisão foi entregue ainda.
quality-none-of-yours = Nenhuma conversa sua foi revisada ainda.
quality-yours = Para você revisar
quality-all = Todas as que esperam
quality-all-about = De todas as pessoas que revisam
quality-done = Revisões entregues
quality-mine = Minhas revisões
quality-mine-about = O que foi encontrado nas suas conversas. Diga o que acha ou peça para olhar de novo.
quality-trends = Evolução
quality-trends-about = O resultado das revisões, na semana em que foram entregues. Cada número abre as suas revisões.
quality-comparisons = Comparar quem revisa
quality-comparisons-about = Uma conversa, várias pessoas que a revisam; ninguém vê o que outra diz antes de todas entregarem.
quality-ask = Pedir a revisão de uma conversa
quality-ask-text = Escolha uma pessoa, ou várias para compará-las. Quem escreveu em uma conversa não pode revisá-la.
quality-ask-number = Número da conversa
quality-ask-who = Quem revisa
quality-ask-do = Pedir a revisão
quality-sample = Como a última amostra foi sorteada
quality-sample-text = Semana de { $week }: { $n } de { $of } conversas, { $each } de cada atendente onde havia tantas, sempre do canal do qual menos se sorteou; um terço entre as mal avaliadas, reabertas, atrasadas ou longas. As mesmas conversas e a semente { $seed } dão a mesma amostra.
quality-sample-without = { $n ->
    [one] { $n } conversa não tinha quem pudesse revisá-la sem ter participado dela.
   *[other] { $n } conversas não tinham quem pudesse revisá-las sem ter participado delas.
}
quality-column-agent = Atendente
quality-column-channel = Canal
quality-column-drawn = Sorteadas
quality-column-of = De
quality-by = Por
quality-by-agent = Atendente
quality-by-team = Equipe
quality-by-channel = Canal
quality-by-scorecard = Ficha de avaliação
quality-by-question = Pergunta
quality-weeks = Semanas
quality-all-weeks = Todas as semanas
quality-everything = Todas
quality-few = Entre parênteses está o número de revisões. De menos de { $n } não se diz mais nada: não provam nada.
quality-found = { $n ->
    [one] { $n } revisão
   *[other] { $n } revisões
}
quality-plan = A amostra semanal
quality-on = Revisar conversas
quality-on-hint = A última semana encerrada é sorteada na hora; as seguintes, toda segunda-feira às 6:00.
quality-per-agent = Conversas de cada atendente por semana
quality-per-agent-hint = De 1 a { $n }
quality-reviewers = Quem revisa; se ninguém for marcado, quem lidera a equipe ou, se não houver, supervisão e administração
quality-next = A próxima amostra será sorteada em { $time }.
scorecards = Fichas de avaliação
scorecards-text = Com estas perguntas as conversas são revisadas. De várias é usada a que foi feita para o canal ou a equipe.
scorecards-none = Ainda não há nenhuma.
scorecards-begin = Começar com cinco perguntas usuais
scorecard-add = Outra ficha de avaliação
scorecard-lead = As revisões começadas mantêm suas perguntas. Esvazie o texto de uma pergunta para tirá-la.
scorecard-questions = { $n ->
    [one] { $n } pergunta
   *[other] { $n } perguntas
}
scorecard-name = Nome
scorecard-guidelines = O que lembrar ao revisar
scorecard-question = Pergunta
scorecard-question-more = Mais uma pergunta
scorecard-help = Como responder
scorecard-kind = Respostas
scorecard-weight = Peso
scorecard-weight-hint = De 1 a { $n }; 2 conta o dobro de 1.
scorecard-critical = Crítica
scorecard-critical-hint = A pior resposta zera a revisão inteira.
scorecard-narrower = Só para algumas equipes ou canais
answer-kind-yes-no = Sim ou não
answer-kind-scale = De 1 (pior) a 5 (melhor)
review-answer-yes = Sim
review-answer-no = Não
review-answer-na = Não se aplica
scorecard-usual = Conversa
scorecard-usual-1 = Entendemos o que a pessoa queria?
scorecard-usual-2 = Quão completa e correta foi a resposta?
scorecard-usual-3 = Foi gentil e fácil de ler?
scorecard-usual-4 = Ela não precisou repetir nada?
scorecard-usual-5 = Os dados dela e as nossas regras foram respeitados?
review-conversation = Conversa
review-conversation-gone = Uma conversa que não existe mais
review-gone-text = A conversa foi apagada, ou você não pode lê-la.
review-by = revisada por { $who }
review-reviewer = Quem revisa
review-why = Por que esta
review-why-drawn = sorteada
review-why-rated = mal avaliada pelo cliente
review-why-reopened = foi resolvida e continuou
review-why-late = uma meta de resposta não foi cumprida
review-why-long = uma conversa longa
review-why-asked = alguém pediu
review-to-do = A fazer
review-draft = Começada
review-done = Entregue
review-accepted = Lida pelo atendente
review-disputed = Olhar de novo
review-settled = Olhada de novo
review-failed = reprovada
review-result = Resultado
review-weight = Peso { $n }
review-critical = Crítica
review-cut = { $n ->
    [one] { $n } mensagem anterior não é mostrada.
   *[other] { $n } mensagens anteriores não são mostradas.
}
review-at-message = Comentar esta mensagem
review-comment = Ao atendente, sobre o conjunto
review-submit = Entregar
review-save = Guardar como rascunho
review-reply = A resposta do atendente
review-your-reply = Sua resposta
review-accept = Eu li
review-dispute = Peço que olhem de novo
comparison-handed-in = { $n } de { $of } entregues
comparisons-none = Nenhuma ainda. Peça a revisão de uma conversa a duas ou mais pessoas.
comparison-of = Comparação de { $number }
comparison-who = Quem revisa
comparison-blind = O que os outros dizem aparece quando todos tiverem entregado.
comparison-how = A concordância é a parte de respostas iguais: cada pergunta de cada duas pessoas é um par. A partir de { $n } pares soma-se o kappa de Cohen, que desconta o que o acaso faria.
comparison-all = Concordância no total: { $share }
comparison-kappa = Kappa de Cohen: { $kappa }
comparison-side = Lado a lado
comparison-question = Pergunta
comparison-agree = Concordância
error-quality-per-agent = Escolha um número dentro dos limites.
error-quality-no-card = Faça primeiro uma ficha de avaliação.
error-review-long = É longo demais.
error-review-unanswered = Responda todas as perguntas antes de entregar; “Não se aplica” também é uma resposta.
error-review-why = Diga por quê, para que quem revisa saiba o que olhar.
error-review-number = Essa conversa não existe.
error-review-nobody = Ninguém nosso respondeu nela ainda.
error-review-reviewers = Escolha quem revisa, no máximo oito.
error-review-own = Alguém participou da conversa ou não pode lê-la.
error-scorecard-questions = Uma ficha tem de 1 a 20 perguntas, cada uma com um texto e um peso de 1 a 10.
conflict-review-done = Já foi entregue.
conflict-review-answered = Você já respondeu.
conflict-review-there = Essa pessoa já tem esta conversa.
conflict-quality-off = As revisões de qualidade estão desligadas.
conflict-last-scorecard = É a última. Desligue as revisões primeiro ou faça outra.
change-quality = mudou como as conversas são revisadas
change-scorecard-made = acrescentou uma ficha de avaliação
change-scorecard = mudou uma ficha de avaliação
change-scorecard-retired = tirou uma ficha de avaliação
change-sample-drawn = sorteou conversas para revisar
change-review-disputed = pediu para olhar uma revisão de novo
change-review-settled = olhou de novo uma revisão de { $what }
change-calibration = deu uma conversa a várias pessoas para revisar
notice-reviewed = { $n ->
    [one] { $n } das suas conversas foi revisada
   *[other] { $n } das suas conversas foram revisadas
}
notice-to-review = { $n ->
    [one] { $n } conversa espera sua revisão
   *[other] { $n } conversas esperam sua revisão
}
telling-reviewed = Uma conversa minha foi revisada
telling-to-review = Conversas esperam minha revisão
