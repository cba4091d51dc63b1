list-followed = Followed
empty-followed = You follow no conversation.
empty-followed-text = What you follow stands here until it is resolved, whoever has it.
