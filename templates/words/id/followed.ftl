list-followed = Yang diikuti
empty-followed = Anda tidak mengikuti percakapan apa pun.
empty-followed-text = Percakapan yang Anda ikuti ada di sini sampai selesai, siapa pun yang memegangnya.
