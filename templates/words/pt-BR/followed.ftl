list-followed = As que sigo
empty-followed = Você não segue nenhuma conversa.
empty-followed-text = As conversas que você segue ficam aqui até serem resolvidas, com quem quer que estejam.
