// Emoji where one writes, for keyboards that have none; found by a word in any language Lobby speaks. Fetched when first
// asked for.

/** Each with what it is called: English, Spanish, Portuguese, Indonesian. */
const EMOJI = `
😀 smile happy grin|sonrisa feliz|sorriso feliz|senyum senang
😄 laugh happy|risa feliz alegre|risada feliz|tawa gembira
😅 sweat relief phew|sudor alivio uf|suor alivio ufa|keringat lega
😂 tears of joy laughing|risa lagrimas carcajada|risada lagrimas gargalhada|tertawa air mata
🙂 slight smile|sonrisa leve|sorriso leve|senyum tipis
😉 wink|guiño|piscadela|kedip
😊 blush glad|sonrojado contento|corado contente|tersipu bahagia
😍 love heart eyes|amor enamorado ojos|amor apaixonado olhos|cinta mata hati
😘 kiss|beso|beijo|cium
😎 cool sunglasses|genial gafas|legal oculos|keren kacamata
🤩 wow star|asombro estrella|uau estrela|kagum bintang
🤔 thinking hmm|pensando duda|pensando duvida|berpikir
😐 neutral|neutral serio|neutro serio|datar
😬 awkward grimace|incomodo mueca|constrangido careta|canggung
😴 sleep tired|sueño dormido cansado|sono dormindo cansado|tidur lelah
😔 sad sorry|triste pena|triste pena|sedih maaf
😢 cry tear|llorar lagrima|chorar lagrima|menangis
😭 sob crying|llanto llorar|choro chorar|tangis
😡 angry|enojado enfadado furioso|bravo zangado furioso|marah
😮 surprised oh|sorpresa|surpresa|terkejut
🤗 hug|abrazo|abraço|peluk
🤒 sick fever|enfermo fiebre|doente febre|sakit demam
🥳 party celebrate|fiesta celebrar|festa comemorar|pesta
🙏 thanks please pray|gracias por favor rezar|obrigado por favor rezar|terima kasih mohon doa
👍 thumbs up yes good|pulgar arriba bien si|joinha positivo sim|jempol bagus ya
👎 thumbs down no bad|pulgar abajo mal no|negativo nao ruim|jempol turun tidak
👌 okay perfect|vale perfecto|ok perfeito|oke sempurna
👏 clap bravo|aplauso bravo|palmas aplauso|tepuk tangan
🙌 hooray hands|hurra manos|viva maos|hore tangan
🤝 handshake deal|trato acuerdo manos|acordo aperto de mao|jabat tangan sepakat
💪 strong strength|fuerza fuerte|força forte|kuat
👋 hello wave bye|hola saludo adios|ola aceno tchau|halo lambai dadah
✋ hand stop|mano alto|mao pare|tangan berhenti
✌️ victory peace|victoria paz|vitoria paz|damai
🤞 luck fingers crossed|suerte dedos|sorte dedos|semoga beruntung
👉 point right|señalar derecha|apontar direita|tunjuk kanan
👀 eyes look|ojos mirar|olhos olhar|mata lihat
❤️ heart love red|corazon amor rojo|coraçao amor vermelho|hati cinta merah
💙 blue heart|corazon azul|coraçao azul|hati biru
💚 green heart|corazon verde|coraçao verde|hati hijau
💛 yellow heart|corazon amarillo|coraçao amarelo|hati kuning
🎉 party congratulations|fiesta felicidades|festa parabens|pesta selamat
🎁 gift present|regalo|presente|hadiah
🎂 cake birthday|pastel torta cumpleaños|bolo aniversario|kue ulang tahun
🌹 rose flower|rosa flor|rosa flor|mawar bunga
🔥 fire hot|fuego caliente|fogo quente|api panas
⭐ star|estrella|estrela|bintang
✨ sparkles new|brillo nuevo|brilho novo|kilau baru
💡 idea light|idea luz|ideia luz|ide lampu
✅ done check yes|listo hecho si|feito pronto sim|selesai centang ya
❌ no wrong cross|no mal cruz|nao errado|tidak salah silang
⚠️ warning|aviso cuidado|aviso cuidado|peringatan awas
❓ question|pregunta|pergunta|tanya
❗ important exclamation|importante|importante|penting
🚫 forbidden|prohibido|proibido|dilarang
⏰ alarm clock time|alarma reloj hora|alarme relogio hora|alarm jam waktu
⏳ wait hourglass|espera reloj de arena|espera ampulheta|tunggu
📅 date calendar appointment|fecha calendario cita|data calendario consulta|tanggal kalender janji
📍 place location|lugar ubicacion|lugar local|tempat lokasi
🗺️ map|mapa|mapa|peta
📞 phone call|telefono llamada|telefone ligação|telepon
📱 mobile phone|celular movil|celular|ponsel
💻 computer laptop|computador portatil|computador notebook|komputer laptop
📧 mail e-mail|correo|e-mail|surel
📎 file attached|archivo adjunto|arquivo anexo|berkas lampiran
📄 document page|documento pagina|documento pagina|dokumen halaman
📷 photo camera|foto camara|foto camera|foto kamera
📦 package parcel order|paquete pedido|pacote pedido|paket pesanan
🚚 delivery truck shipping|envio camion entrega|entrega caminhao frete|kirim truk antar
🛵 motorbike delivery|moto domicilio|moto entrega|motor antar
✈️ plane travel|avion viaje|aviao viagem|pesawat perjalanan
🚗 car|carro coche auto|carro|mobil
🛒 cart shopping|carrito compra|carrinho compra|keranjang belanja
🛍️ bags shopping|bolsas compras|sacolas compras|tas belanja
👕 shirt clothes|camisa ropa|camisa roupa|baju pakaian
👟 shoe|zapato tenis|sapato tenis|sepatu
💳 card payment|tarjeta pago|cartao pagamento|kartu bayar
💰 money|dinero plata|dinheiro|uang
💵 cash bill|efectivo billete|dinheiro nota|tunai
🧾 receipt invoice|recibo factura|recibo nota fiscal|struk faktur
🏦 bank|banco|banco|bank
🔑 key|llave|chave|kunci
🔒 lock safe|candado seguro|cadeado seguro|gembok aman
🔧 repair tool|reparar herramienta|conserto ferramenta|perbaikan alat
⚙️ settings gear|ajustes engranaje|ajustes engrenagem|pengaturan
📶 signal internet|señal internet|sinal internet|sinyal internet
🌐 web world|web mundo|web mundo|web dunia
🏠 house home|casa hogar|casa lar|rumah
🏢 office building|oficina edificio|escritorio predio|kantor gedung
🏥 hospital clinic|hospital clinica|hospital clinica|rumah sakit klinik
💊 medicine pill|medicina pastilla|remedio comprimido|obat
🩺 doctor health|medico salud|medico saude|dokter kesehatan
🦷 tooth dentist|diente dentista|dente dentista|gigi
☀️ sun good day|sol buen dia|sol bom dia|matahari
🌧️ rain|lluvia|chuva|hujan
🌙 night moon|noche luna|noite lua|malam bulan
☕ coffee|cafe|cafe|kopi
🍀 luck clover|suerte trebol|sorte trevo|keberuntungan
🐶 dog pet|perro mascota|cachorro animal|anjing
🐱 cat pet|gato mascota|gato animal|kucing`.trim().split('\n').map(it => {
  const [sign] = it.split(' ', 1);
  return { sign, name: it.slice(sign.length + 1) };
});

/** What one has used stands first, the newest before the others. */
const used = () => JSON.parse(localStorage.getItem('emoji') || '[]');

/** Opens the box over the field of `button`'s form; `bare` takes accents off, `writeAt` writes where one was. */
export const open = ({ button, make, bare, writeAt }) => {
  const field = button.form.querySelector('textarea');
  const leave = () => { box.remove(); field.focus(); };
  const here = button.form.querySelector('.emoji');
  if (here) return void (here.remove(), field.focus());
  const { label, find, none } = button.dataset;
  const search = make('input', { class: 'input', type: 'search', 'aria-label': find, placeholder: find, autocomplete: 'off', spellcheck: 'false' });
  const grid = make('div', { class: 'emoji__grid', role: 'group', 'aria-label': label });
  const box = make('div', { class: 'suggest emoji' }, search, grid);
  const known = EMOJI.map(it => ({ ...it, bare: ` ${bare(it.name).replaceAll('|', ' ')}` }));
  const draw = () => {
    const wanted = bare(search.value.trim());
    const first = used().map(sign => known.find(it => it.sign === sign)).filter(Boolean);
    const all = wanted ? known.filter(it => it.bare.includes(` ${wanted}`)) : [...new Set([...first, ...known])];
    const names = ['en', 'es', 'pt', 'id'].indexOf(document.documentElement.lang.slice(0, 2));
    grid.replaceChildren(...all.map(it => make('button', { type: 'button', tabindex: '-1', title: it.name.split('|')[names] ?? it.name }, it.sign)));
    if (!all.length) grid.append(make('p', { class: 'small quiet', role: 'status' }, none));
  };
  const choose = sign => {
    localStorage.setItem('emoji', JSON.stringify([sign, ...used().filter(it => it !== sign)].slice(0, 10)));
    leave();
    writeAt(field, field.selectionStart, sign);
  };
  search.addEventListener('input', draw);
  grid.addEventListener('click', event => {
    const one = event.target.closest('button');
    if (one) choose(one.textContent);
  });
  box.addEventListener('keydown', event => {
    const all = [...grid.querySelectorAll('button')];
    const at = all.indexOf(document.activeElement);
    const row = all.filter(it => it.offsetTop === all[0].offsetTop).length;
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') leave();
    else if (event.key === 'Enter') at < 0 ? all[0] && choose(all[0].textContent) : choose(all[at].textContent);
    else if (at < 0 && event.key === 'ArrowDown') all[0]?.focus();
    else if (at >= 0 && by) at + by < 0 ? search.focus() : all[Math.min(all.length - 1, at + by)].focus();
    else return at >= 0 && event.key.length === 1 && search.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  box.addEventListener('focusout', event => {
    const to = event.relatedTarget;
    if (to && !box.contains(to) && to !== button) box.remove();
  });
  button.closest('.composer__box').append(box);
  draw();
  search.focus();
};
