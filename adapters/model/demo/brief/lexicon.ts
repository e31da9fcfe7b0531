const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that carry no subject matter: English first, then the commonest of German, French, Spanish and Italian. */
export const stopWords = words(`
a about above after again all also although always am among an and another any anybody anyone anything are around as at away back be because been
before being below between both but by came can cannot come could did do does doing done down during each eg either else enough etc even ever
every everybody everyone everything few first for from full further get gets getting give given gives go goes going gone good got had has have
having he her here hers him his how however i if in instead into is it its itself just keep kept last later least less let like little long lot
made make makes making many may maybe me mean means might mine more most much must my near need needs needed never new next no nobody none nor not
nothing now of off often on once one ones only onto or other others otherwise our ours out over own per please put quite rather really same say
says second see seen she should since small so some somebody someone something soon still such sure take taken than that the their theirs them
themselves then there these they thing third this those three through time times to together too two under until up upon us use used uses using
usually very via want wants was way we well went were what when where whether which while who whole whom whose why will with within without work
works would yes yet you your yours yourself able best better big bigger different easy example examples existing following free ie important
itself kind large main nice old optional possible right short simple single sort active afternoon allowed available average awesome bad become behave below bright bring brought built-in called carry certain clean clear cold common complete completed concrete correct dark deep default directly early empty exact exactly fast feel fine five four free fresh friendly full fun general hard hear hidden high hold hot hundred important know large largest leave left longest look low matter meanwhile minimum maximum mind modern move must nice normal open own plain possible private public quick quickly quiet ready real remain run safe six slow special strong ten tiny today tomorrow try turn twelve twenty understand unclear unique useful vanilla visible wait walk watch weak wide yesterday way ways whole wish without offline online
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis da damit dann das dass dein dem den denn der des die dies diese
diesem diesen dieser dieses doch dort durch ein eine einem einen einer eines er es etwas euch euer für gegen hat haben hier ich ihm ihn ihr ihre
im in indem ins ist ja jede jedem jeden jeder jedes kann kein keine können man mehr mein mit muss müssen nach nicht noch nur ob oder ohne sein seine
sich sie sind so soll sollen sondern über um und uns unser unter viel vom von vor was weil wenn wer werden wie wieder will wir wird wo wollen zu
zum zur zwischen darf dürfen sowie
au aux avec ce ces cette dans de des doit doivent du elle elles en est et être il ils je la le les leur lui mais ne nos notre nous on ou par pas
peut plus pour qu que qui sa sans se ses si sont sur ta te tes toi tous tout toute toutes tu un une vos votre vous
al como con cuando cada de del desde donde el ella ellos en entre es esta este esto la las lo los más para pero por porque puede que se ser
sin sobre su sus también tiene un una y ya debe deben
anche che chi ci come con cui da dal dalla degli dei del della delle di dove gli ha hanno i il la le lo ma nel nella non ogni per può più quando
questa questo se si sono suo tra tutti un una uno deve devono`);

/** Third person, as in “shows”, to base form: what systems and people do in briefs. */
export const actions: ReadonlyMap<string, string> = new Map(
  pairs(`accepts accept activates activate adds add alerts alert allows allow appends append applies apply approves approve archives archive asks ask
assigns assign attaches attach blocks block books book borrows borrow calculates calculate cancels cancel changes change checks check chooses choose
clears clear closes close collects collect compares compare completes complete confirms confirm connects connect contains contain copies copy counts count
creates create deletes delete describes describe destroys destroy disables disable discards discard displays display downloads download draws draw
edits edit enables enable ends end enters enter explains explain exports export filters filter finds find finishes finish follows follow generates generate
groups group hides hide imports import includes include invites invite joins join keeps keep lends lend lets let limits limit links link lists list loads load
locks lock logs log manages manage marks mark moves move notifies notify offers offer opens open orders order pays pay persists persist picks pick plays play
posts post prints print publishes publish reads read receives receive records record refreshes refresh rejects reject reloads reload reminds remind removes remove
renames rename repeats repeat replaces replace reports report requests request resets reset responds respond returns return reviews review saves save scans scan
schedules schedule searches search selects select sends send sets set shares share shows show signs sign sorts sort starts start stays stay stops stop stores store
submits submit subscribes subscribe suggests suggest syncs sync tags tag tells tell toggles toggle tracks track translates translate triggers trigger
updates update uploads upload validates validate views view votes vote warns warn watches watch writes write`),
);

/** First words of sentences that tell the builder to do something. */
export const imperatives: ReadonlySet<string> = new Set([
  ...actions.values(),
  ...words(`avoid be bring build design develop document ensure implement make place please prefer provide remember require respect specify split
store support test treat try use verify wrap`),
]);

/** Words that say who: kept in the singular. */
export const people = words(`
account admin administrator agent applicant assistant author baker beginner bidder borrower buyer caretaker carer caregiver chef child citizen clerk client coach
collaborator colleague cook courier customer dentist designer developer doctor driver editor employee engineer expert family farmer friend gardener
guest host instructor journalist judge kid landlord learner lender librarian maintainer manager member moderator neighbor neighbour nurse officer operator
organiser organizer owner parent participant passenger patient person pharmacist player producer publisher reader recipient recruiter reporter
researcher resident reviewer rider seller sender shopper singer speaker staff student subscriber supervisor supplier supporter teacher team
technician tenant tester traveller tutor user vendor viewer visitor volunteer waiter worker writer mitglied kunde kundin nutzer nutzerin benutzer gast lehrer schüler trainer besucher bibliothekar bibliothekarin`);

/** Words that look like nouns in front of a noun but name nothing that is kept or shown. */
export const vague = words(`
application app apps program software system platform tool page site website thing things way part parts case cases option options list lists
number name names form state state-of-the-art spec specification template project document docs implementation feature features functionality
behaviour behavior framework best practice practices capability capabilities reference order point end start day days week weeks month months
hour hours minute minutes seconds year years morning evening people user users person kind file files folder folders root directory overview
introduction background goal goals summary requirement requirements note notes brief key keys value values word words line lines data`);

function pairs(text: string): readonly (readonly [string, string])[] {
  const all = text.trim().split(/\s+/);
  return all.flatMap((word, at) => (at % 2 === 0 ? [[word, all[at + 1] ?? word] as const] : []));
}
