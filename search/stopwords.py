"""The words of a query that say nothing about what it is after: some eighty in each main language.

Folded, as ``analysis.words`` gives them. A word that names something in English (German "war", "not",
"rat") is left out of the other lists: a query has no language, and losing it would lose the query.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

LISTS = {
    "en": """
        a about after again all also am an and any are as at be because been before being between
        both but by can could did do does doing during each for from further had has have having he
        her here hers him his how i if in into is it its itself me more most my no nor not of off on
        once only or other our out over own same she should so some such than that the their them
        then there these they this those through to too under until up very was we were what when
        where which while who whom why will with would you your""",
    "de": """
        aber als am an auch auf aus bei bin bis bist da damit das dass dein dem den der des die dies
        diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es
        euch fur gegen haben hat hatte hatten ich ihm ihn ihnen ihr ihre im in ist ja jede jedem
        jeden jeder jedes kann kein keine konnen man mich mir mit nach nicht noch nur ob oder ohne
        sehr sein seine sich sie sind so uber um und uns unser unter vom von vor wenn werden wie
        wieder wir wird wurde wurden zu zum zur zwischen""",
    "fr": """
        a au aux avec c ce ces cet cette comme d dans de des donc du elle elles en est et ete etre
        eu eux il ils j je l la le les leur leurs lui m ma mais me meme mes moi n ne nos notre nous
        on ou par pas pour qu que qui s sa sans se ses son sont sous sur t ta te tes toi tu un une
        vos votre vous y etait etaient ont avait avaient cela ceux dont plus tout tous toute toutes""",
    "es": """
        a al algo ante antes como con contra cual cuando de del desde donde durante e el ella ellas
        ellos en entre era es esa ese eso esta estaba estan este esto estos estas fue ha han hasta
        hay la las le les lo los mas me mi mis muy nada ni no nos nosotros nuestra nuestro o os otra
        otro para pero poco por porque que quien se ser si sin sobre son su sus tambien tanto te
        tiene todo todos tu un una uno unos y ya yo""",
    "it": """
        a ad agli ai al alla alle allo anche c che chi ci coi col come con contro cui d da dagli dai
        dal dalla dalle de degli dei del della delle dello di dove e ed era erano essere gli ha
        hanno ho i il in io l la le lei li lo loro lui ma me mi mia mio ne negli nei nel nella nelle
        noi non nostra nostro o per perche piu quale quando quella quello questa questo s se si sono
        sta su sua sue sui sul sulla suo tra tu un una uno vi voi""",
    "pt": """
        a ao aos as ate com como da das de dela dele deles depois do dos e ela elas ele eles em
        entre era essa esse esta este eu foi foram ha isso isto ja la lhe lhes mais mas me mesmo meu
        minha muito na nas nao nem no nos nossa nosso num numa o os ou para pela pelas pelo pelos
        por qual quando que quem se sem ser seu seus so sua suas tambem te tem ter teu tu um uma
        voce vos""",
    "nl": """
        aan al alles als andere ben bij daar dan dat de der deze die dit doch doen door dus een eens
        en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in
        is ja je kan kon kunnen maar me meer mij mijn moet na naar niet niets nog nu of om omdat ons
        ook op over reeds te tegen toch toen tot u uit uw van veel voor want waren wat wel werd
        wezen wie wij wordt zal ze zelf zich zij zijn zo zonder zou""",
    "ru": """
        а без более больше будет бы был была были было быть в вам вас весь во вот все всего всех вы
        где да даже для до его ее ей ему если есть еще же за здесь и из или им их к как ко когда кто
        ли лишь мы на над не него нее нет ни них но о об однако он она они оно от перед по под при с
        свою себя со так также там то только том ту тут ты у уж уже хотя чего чем что чтобы эта эти
        это этого этой этом этот я""",
    "uk": """
        а але без би був була були було бути в вас вже ви від він вона вони воно все всі втім да де
        для до за з зі і із їх його її й якщо який яка яке які як коли крім ми на навіть над нам нас
        не нею ним них ні об один о от отже перед під по при про та так також там ти то тому тут у
        усе хто це цей ця ці цього чи чого чому що щоб я""",
    "ar": """
        في من على إلى الى عن أن ان إن هذا هذه ذلك التي الذي الذين ما لا لم لن كان كانت قد هو هي هم
        نحن كل بعد قبل مع أو او ثم بين حتى كما عند منذ أي اي و ف ب ل""",
}


@functools.cache
def stop_words(language: str) -> frozenset[str]:
    """The list of a language (BCP 47); empty where there is none."""
    return frozenset(LISTS.get(language.partition("-")[0].lower(), "").split())


@functools.cache
def all_stop_words() -> frozenset[str]:
    """The lists of all languages together."""
    return frozenset().union(*map(stop_words, LISTS))


def is_stop_word(token: str) -> bool:
    """Whether the word is on any list."""
    return token in all_stop_words()


def drop_stop_words(tokens: Sequence[str], languages: Iterable[str]) -> list[str]:
    """The tokens without the stop words of one of these languages: that with the most among them.

    All of them where nothing else would be left.
    """
    lists = [stop_words(language) for language in languages] or [stop_words("en")]
    words = max(lists, key=lambda words: sum(token in words for token in tokens))
    return [token for token in tokens if token not in words] or list(tokens)
