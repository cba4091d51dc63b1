set-canned = Quick replies
set-canned-about = Texts written once, to answer with by typing /
canned-title = Quick reply
emoji-title = Emoji
emoji-find = Find an emoji
emoji-none = No emoji is called that.
canned-lead = Texts you write once and put into an answer or note: type / and a few letters of the name. Names, numbers and files are filled in.
canned-none = No quick replies yet.
canned-no-match = No quick reply has these words.
canned-find = Name or words of it
canned-new = A new quick reply
canned-name = Name
canned-name-hint = Short, as you would type it: hours, thanks, address.
canned-text = Text
canned-text-hint = { $example } becomes what is known of the customer; behind the bar stands what is written when nothing is.
canned-for = For
for-everybody = Everybody
for-me = Only me
canned-languages = In other languages
canned-no-language = No further language
canned-files = { $n ->
    [one] 1 file
   *[other] { $n } files
}
canned-files-title = Files that go along
canned-file = File
canned-places = What can be filled in
canned-places-text = Write them as they stand here, or with words of your own behind a bar: { $example }. Fields of contacts are there too, by their key.
canned-not-yours = You can answer with it. It is changed by supervisors.
canned-bring = Bring in
canned-bring-title = Bring in from a table
canned-bring-hint = CSV with the columns name, text and perhaps language. Several rows of a name are its languages; a name that is there already is replaced.
canned-arrange = Arrange quick replies
import-canned-columns = The first row must name the columns: name and text, and perhaps language.
