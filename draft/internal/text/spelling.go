package text

import (
	"slices"
	"strings"
	"sync"
)

func sortStrings(s []string) { slices.Sort(s) }

// Words of the splitter itself.
const (
	negators = `not never no nobody nothing none neither nor without cannot nowhere hardly barely`
	openers  = `but because if when although though while unless until since so whereas however and or then yet`

	auxiliaries = `am is are was were be do does did have has had can could will would shall should may might must`
	subjects    = `i you he she it we they u this that there anyone someone everyone`
	askers      = `why how what when where who which whose whom`

	abbreviations = `mr mrs ms dr st prof rev e.g i.e eg ie etc vs approx no. jr sr sgt capt lt p.s`

	// specials stand for whole families of spellings, or have two readings.
	specials = NumberWord + " " + TimeWord + " " + MoneyWord + " " + DateWord + " " + EmojiWord + ` 's ill id its your to for now`

	// strongOpeners open a clause wherever they stand; the other openers do so
	// only before a subject.
	strongOpeners = `but because if when although though while unless whereas`

	// Before the first of these "your" is "you are", before the second "its" is "it is";
	// after the third "2" is "to".
	afterYour = `a an the so such too just not never always being going literally really only still nothing doing getting
		making acting lying hiding choosing ignoring seeing coming welcome right wrong dead mean selfish pathetic crazy cruel better
		fine free happy sorry scared joking blocking like in at with on all busy over gone worse evil weak fake disgusting cold
		heartless lonely no okay out my mine boring leaving unbelievable ridiculous hopeless useless amazing beautiful toxic
		honestly probably obviously clearly here there back safe well off up down far more most less supposed`
	afterIts = `a an the so not over okay fine been just too all my your me like because only still never no nothing what
		why how done gone hard easier better your in on at for with mine yours you always really literally time been up down`
	beforeTo = `want wanted wants going have need needed got like love way tired trying used ready happy able supposed`

	// pasts are the irregular past forms; the regular ones are known by their end.
	pasts = `ate beat became began bent bet bit bled blew bought bound bred broke brought built burnt came caught chose clung cost crept cut dealt did drank
		drew drove dug fed fell felt fled flew forgave forgot fought found froze gave got grew heard held hid hit hung hurt kept knew laid lay led left lent
		let lit lost made meant met paid put ran rang read rode rose sat said sank saw sent set sewed shook shot showed shut slept slid sold spent spoke
		spun stood stole stuck stung swept swore swung taught took told thought threw tore understood went woke won wore wept withdrew withheld wrote`

	// starters and leaders tell where one sentence ends and another starts for
	// people who write no full stops.
	starters = `i you we no if so and but sorry please hope anyway also yes okay lol do not come tell just my your she he they that it the there
		have leaving be can how happy enjoy still keep thanks thank good can could did are what why when nobody nothing honestly god never actually
		good take see let give every hey miss love call send`
	leaders = `the a an i you we he she they my your our his her their its to of in on at for with from by about into over like as than till until til
		and or but so if when because cause cos since that who what how why where which while though although unless whether am is are was were be been being do does did
		have has had can could will would shall should may might must going gonna want wanna need got get gets getting make makes made let lets keep keeps kept just really very so too
		know think thought said say says told tell tells guess hope wish swear mean means feel felt bet saw see hear heard asked ask believe remember
		not never no every all whole any some this that these those new last next first only even still already always ever more most please hey
		w n x thing way time day things everything anything something nothing one ones`
)

// noForm reports whether a word ends like a past or -ing form and is none.
func noForm(w []byte) bool {
	switch string(w) {
	case "need", "indeed", "hundred", "naked", "sacred", "speed", "shed", "feed", "seed", "weed", "biped", "embed", "exceed", "thing", "anything",
		"something", "nothing", "everything", "evening", "morning", "during", "bring", "spring", "string", "ceiling", "wedding", "darling", "sibling", "building":
		return true
	}
	return false
}

// The canonical words for numbers, times, sums of money, dates and symbols.
const (
	NumberWord = "#num"
	TimeWord   = "#time"
	MoneyWord  = "#money"
	DateWord   = "#date"
	EmojiWord  = "#emoji"
)

func words(s string) []string { return strings.Fields(s) }

type spelling struct {
	from string
	to   []string
}

// respelled lists texting spellings, slips of the finger and dialect, one
// "from=to" a field, with + between the words of what it stands for.
const respelled = `
u=you ya=you yu=you yuh=you ye=you yee=you yous=you y'all=you yall=you yer=your yr=your ure=you+are
yourself=yourself urself=yourself yurself=yourself ursel=yourself urs=yours
r=are ru=are+you wr=we+are
im=i+am ive=i+have i'ma=i+am+going+to ima=i+am+going+to imma=i+am+going+to iv=i+have
youre=you+are youve=you+have youll=you+will youd=you+would
uve=you+have u've=you+have u'd=you+would ud=you+would ull=you+will u'll=you+will u're=you+are
hes=he+is shes=she+is theyre=they+are theyve=they+have theyll=they+will thats=that+is thatll=that+will whats=what+is
whos=who+is wheres=where+is theres=there+is heres=here+is hows=how+is lets=let+us weve=we+have weren=were+not
dont=do+not doesnt=does+not didnt=did+not cant=can+not couldnt=could+not wont=will+not wouldnt=would+not
shouldnt=should+not isnt=is+not arent=are+not wasnt=was+not werent=were+not havent=have+not hasnt=has+not hadnt=had+not
aint=is+not ain't=is+not mustnt=must+not needn't=need+not neednt=need+not shant=shall+not shan't=shall+not
cannot=can+not can't=can+not won't=will+not couldn=could+not cldnt=could+not shudnt=should+not wudnt=would+not
gonna=going+to gona=going+to gunna=going+to wanna=want+to gotta=got+to hafta=have+to tryna=trying+to lemme=let+me gimme=give+me
kinda=kind+of sorta=sort+of outta=out+of dunno=do+not+know idk=i+do+not+know idc=i+do+not+care idec=i+do+not+care ily=i+love+you iloveyou=i+love+you
ilysm=i+love+you imy=i+miss+you imysm=i+miss+you ik=i+know ikr=i+know ngl=honestly tbh=honestly tbf=honestly fr=honestly frfr=honestly omg=god
lmk=let+me+know hmu=call+me wya=where+are+you wyd=what+are+you+doing hbu=what+about+you wbu=what+about+you ttyl=bye
rn=now atm=now bc=because cos=because coz=because cuz=because cus=because becuz=because bcos=because cause=because bcoz=because
pls=please plz=please plss=please plis=please pleas=please tho=though altho=although thru=through abt=about bout=about
w=with w/=with w/o=without wo=without b4=before 2nite=tonight tonite=tonight nite=night nites=nights tmrw=tomorrow tmr=tomorrow tomoz=tomorrow 2moro=tomorrow 2day=today
thx=thanks thnx=thanks tnx=thanks ty=thank+you tysm=thank+you tyvm=thank+you thankyou=thank+you ta=thanks 
srry=sorry sry=sorry soz=sorry sori=sorry sory=sorry mb=my+bad
n=and an'=and nd=and d=the da=the tha=the ppl=people some1=someone any1=anyone every1=everyone no1=nobody sum1=someone noone=nobody
smth=something sth=something nothin=nothing nuthin=nothing somthing=something sumthing=something evrything=everything everythin=everything
kno=know knw=know kn=know knos=knows gd=good gr8=great l8=late l8r=later m8=mate luv=love luv'=love luvs=loves wudda=would+have couldve=could+have wouldve=would+have shouldve=should+have shoulda=should+have coulda=could+have woulda=would+have
could'a=could+have msg=message msgs=messages convo=conversation txt=text txts=texts fone=phone bf=boyfriend gf=girlfriend acc=account accs=accounts
wen=when wat=what wot=what wut=what y=why hav=have hv=have hve=have wid=with wit=with dat=that dis=this dem=them fi=for seh=that
livin=living lovin=loving missin=missing cryin=crying dyin=dying doin=doing goin=going comin=coming askin=asking tellin=telling waitin=waiting thinkin=thinking talkin=talking textin=texting killin=killing hurtin=hurting beggin=begging feelin=feeling nothin'=nothing
ma=my meself=myself maself=myself masel=myself mysel=myself myslef=myself myselft=myself mysef=myself mself=myself
wnat=want wnna=want+to waant=want woudl=would woud=would wud=would cud=could shud=should becasue=because beacuse=because teh=the taht=that
lfie=life dieing=dying dyng=dying killd=killed kil=kill kms=kill+myself kys=kill+yourself suiside=suicide sucide=suicide suicde=suicide sewerslide=suicide sewercide=suicide su!cide=suicide unalive=kill unaliving=killing unalived=killed
sui=suicidal suicidle=suicidal sucidal=suicidal takin=taking ctb=end+my+life toaster-bath=suicide selfdelete=kill+myself unlive=kill killmyself=kill+myself endmylife=end+my+life selfharm=self+harm s/h=self+harm dieee=die deid=dead dee=die mesel=myself mahsel=myself mesen=myself meself=myself mysen=myself wannadie=want+to+die waan=want wah=want matarme=kill+myself
propelry=properly hrad=hard sory'=sorry
hadnae=had+not havenae=have+not cannae=can+not canny=can+not couldnae=could+not didnae=did+not dinnae=do+not doesnae=does+not isnae=is+not wasnae=was+not willnae=will+not wouldnae=would+not wi'oot=without wi=with oot=out aboot=about fae=from tae=to nae=no naebody=nobody masell=myself ah=i ah'm=i+am ah've=i+have ah'd=i+would ah'll=i+will ahm=i+am aye=yes wee=little hame=home hoose=house
mi=i ur=your
ok=okay k=okay kk=okay okey=okay yh=yes yeh=yes yea=yes yeah=yes yep=yes yup=yes nah=no nope=no
everyday=every+day alot=a+lot aswell=as+well incase=in+case infact=in+fact
apologize=apologise apologized=apologised apologizing=apologising realize=realise realized=realised recognize=recognise
phonecall=phone+call mam=mum mom=mum ma'am=madam mums=mums moms=mums da'=dad
wtf=what+the+fuck stfu=shut+up gtfo=go+away ffs=for+fuck+sake fml=fuck+my+life lol=lol lmao=lol lmfao=lol haha=lol hahaha=lol hehe=lol rofl=lol
g2g=got+to+go nvm=never+mind btw=btw asap=soon fb=facebook insta=instagram ig=instagram
hell'=hell arse=ass arsehole=asshole b*tch=bitch f*ck=fuck f**k=fuck sh*t=shit s**t=shit
wis=was hae=have gie=give telt=told tellt=told cyaan=can+not mek=make nuh=not gwaan=go+on auld=old wance=once doon=down roon=round jist=just gonnae=going+to
dae=do daein=doing whit=what whaur=where dinny=do+not havny=have+not wisny=was+not couldny=could+not abeg=please wetin=what
nvr=never rlly=really rly=really prolly=probably defo=definitely obvs=obviously bday=birthday appt=appointment mins=minutes hrs=hours wknd=weekend wkend=weekend
wk=week wks=weeks yrs=years xmas=christmas whod=who+would smb=somebody evry=every evryone=everyone everyones=everyone+is nobodys=nobody+is
thatd=that+would itll=it+will itd=it+would
`

// spellings returns every respelling and every contraction.
func spellings() []spelling {
	var out []spelling
	for _, f := range strings.Fields(respelled) {
		from, to, _ := strings.Cut(f, "=")
		out = append(out, spelling{from, strings.Split(to, "+")})
	}
	for _, p := range words("i you he she it we they that there who what where here how when why this someone everyone nobody everything mum dad") {
		out = append(out, spelling{p + "'ll", []string{p, "will"}}, spelling{p + "'d", []string{p, "would"}})
		switch p {
		case "i":
			out = append(out, spelling{"i'm", []string{"i", "am"}})
		case "you", "we", "they":
			out = append(out, spelling{p + "'re", []string{p, "are"}})
		case "mum", "dad", "nobody", "someone", "everyone", "everything", "when", "why":
		default:
			out = append(out, spelling{p + "'s", []string{p, "is"}})
		}
	}
	for _, p := range words("i you we they could would should might must there who") {
		out = append(out, spelling{p + "'ve", []string{p, "have"}})
	}
	for _, v := range words("do does did is are was were have has had could would should must might") {
		out = append(out, spelling{v + "n't", []string{v, "not"}})
	}
	out = append(out, spelling{"let's", []string{"let", "us"}}, spelling{"i'd've", []string{"i", "would", "have"}},
		spelling{"wouldn't've", []string{"would", "not", "have"}}, spelling{"y'know", []string{"you", "know"}},
		spelling{"'cause", []string{"because"}}, spelling{"ma'am", []string{"madam"}}, spelling{"o'clock", []string{TimeWord}})
	return out
}

var canonical = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, s := range spellings() {
		m[s.from] = s.to
	}
	return m
})

// Canonical returns the canonical words that a spelling stands for, itself
// where it has no other.
func Canonical(w string) []string {
	if to, ok := canonical()[w]; ok {
		return to
	}
	return []string{w}
}
