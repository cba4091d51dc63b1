new-action = Saat dikirim: { $name }
