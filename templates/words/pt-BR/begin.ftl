new-action = Ao enviar: { $name }
