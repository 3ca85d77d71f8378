"""Shapes of pages that content management systems make: title, day of issue and issuer of each.

Written by hand after what such systems are known to print; no page of any site.
"""

from __future__ import annotations

import pytest

from corpus import Page, Statement, clean

TEXT = {
    "de": "Die Ministerin traf heute ihre Kollegen in der Stadt und sie einigten sich auf die nächsten Schritte.",  # noqa: E501
    "es": "La ministra se reunió con los colegas en la capital y acordaron los próximos pasos del plan.",
    "it": "La ministra ha incontrato i colleghi nella capitale e hanno concordato i prossimi passi.",
    "fr": "La ministre a rencontré les collègues dans la capitale et ils ont convenu des étapes du plan.",
    "ru": "Министр доложил о ходе работ в порту и рассказал, как будет развиваться план на следующий год.",
    "ja": "大臣は本日、首都で同僚と会談し、港湾計画の次の段階について合意したことを明らかにした。",
    "en": "The minister met her colleagues in the capital and they agreed on the next steps of the plan.",
}

# Language, title, day, issuer, and the page with its text at the sign.
SHAPES = {
    "joomla": (
        "en-gb",
        "Minister visits the port",
        "2024-01-10",
        "Ministry of Interior",
        '<base href="https://moi.gov.aa/news/12-visit.html"><title>'
        'Minister visits the port - Ministry of Interior</title><meta name="author" content="Super User">'
        '<meta name="generator" content="Joomla! - Open Source Content Management">'
        '<div class="moduletable"><h3>Latest News</h3><ul class="latestnews"><li><a href=/a><span>'
        "Old story</span></a> 1 May 2020</li></ul></div>"
        '<div class="item-page" itemscope itemtype="https://schema.org/Article"><div class="page-header">'
        '<h2 itemprop="headline">Minister visits the port</h2></div><dl class="article-info muted">'
        '<dt class="article-info-term">Details</dt><dd class="createdby" itemprop="author">Written by '
        '<span itemprop="name">Super User</span></dd><dd class="category-name">Category: <a href=/n>News'
        '</a></dd><dd class="published">'
        '<time datetime="2024-01-10T10:00:00+00:00" itemprop="datePublished">Published: 10 January 2024'
        '</time></dd><dd class="hits">Hits: 2024</dd></dl><div itemprop="articleBody">%</div></div>',
    ),
    "typo3": (
        "de",
        "Neue Regeln für den Hafen",
        "2024-01-10",
        "Hafenbehörde Lund",
        "<title>Neue Regeln für den Hafen: Hafenbehörde Lund</title>"
        '<meta name="generator" content="TYPO3 CMS">'
        '<link rel="canonical" href="https://www.hafen.aa/presse/detail/neue-regeln"><div class="logo">'
        '<a href="/"><img src=x alt="Hafenbehörde Lund"></a></div><div class="news news-single">'
        '<div class="article" itemscope="itemscope" itemtype="http://schema.org/Article">'
        '<div class="header"><h1 itemprop="headline">Neue Regeln für den Hafen</h1></div>'
        '<div class="footer"><p><span class="news-list-date">'
        '<time itemprop="datePublished" datetime="2024-01-10">10.01.2024</time></span></p></div>'
        '<div class="teaser-text"><p>Kurz gesagt gilt ab heute eine neue Ordnung für alle Schiffe.</p>'
        '</div><div class="news-text-wrap">%</div></div></div>',
    ),
    "sitecore/gov.au": (
        "en",
        "Minister visits the port",
        "2024-01-10",
        "Department of Harbours",
        "<title>Minister visits the port | Department of Harbours</title>"
        '<meta name="DCTERMS.creator" content="corporateName=Department of Harbours">'
        '<meta name="DCTERMS.issued" scheme="DCTERMS.ISO8601" content="2024-01-10">'
        '<meta name="DCTERMS.modified" content="2024-02-01"><main><h1>Minister visits the port</h1>'
        '<div class="meta">10 January 2024 | Media release</div>%</main>',
    ),
    "sharepoint": (
        "en-US",
        "Minister visits the port",
        "2024-01-10",
        "Ministry of Harbours",
        '<title>Minister visits the port</title><meta name="GENERATOR" content="Microsoft SharePoint">'
        '<link rel="canonical" href="https://www.moh.gov.aa:443/Pages/port.aspx"><form>'
        '<div id="s4-workspace"><div class="ms-siteicon"><a href="/">'
        '<img alt="Ministry of Harbours" src=l></a></div><h1 id="pageTitle">'
        '<span id="DeltaPlaceHolderPageTitleInTitleArea">Minister visits the port</span></h1>'
        '<div class="article-date">1/10/2024</div><div class="ms-rtestate-field">%</div></div></form>'
        "<footer>© 2024 Ministry of Harbours. All rights reserved.</footer>",
    ),
    "liferay": (
        "es-ES",
        "La ministra visita el puerto",
        "2024-01-10",
        "Autoridad Portuaria",
        "<title>La ministra visita el puerto - Noticias - Autoridad Portuaria</title>"
        '<h1 class="hide-accessible">Autoridad Portuaria</h1><div class="portlet-body">'
        '<div class="header-title"><span>La ministra visita el puerto</span></div>'
        '<div class="metadata-publish-date">10/01/2024</div><div class="journal-content-article">%</div>'
        "</div>",
    ),
    "plone": (
        "it",
        "La ministra visita il porto",
        "2024-01-10",
        "Autorità Portuale",
        "<title>La ministra visita il porto — Autorità Portuale</title>"
        '<meta name="DC.date.valid_range" content="2024/01/10 - ">'
        '<meta name="DC.date.created" content="2024-01-09T10:00:00+01:00">'
        '<meta name="DC.date.modified" content="2024-02-01T10:00:00+01:00">'
        '<meta name="DC.type" content="Comunicato stampa"><article id="content"><header>'
        '<h1 class="documentFirstHeading">La ministra visita il porto</h1><div class="documentByLine">'
        '<span class="documentPublished"><span>pubblicato</span> 10/01/2024,</span> '
        '<span class="documentModified"><span>ultima modifica</span> 01/02/2024</span></div></header>'
        '<div id="content-core">%</div></article>',
    ),
    "squarespace": (
        "en-US",
        "Minister visits the port",
        "2024-01-10",
        "Harbour Council",
        "<title>Minister visits the port &mdash; Harbour Council</title>"
        '<meta property="og:site_name" content="Harbour Council"/>'
        '<meta property="og:title" content="Minister visits the port &mdash; Harbour Council"/>'
        '<meta itemprop="datePublished" content="2024-01-10T09:00:00+0000"/>'
        '<meta itemprop="author" content="Anna B"/><article class="BlogItem"><div class="BlogItem-meta">'
        '<time class="Blog-meta-item--date" datetime="2024-01-10">Jan 10</time></div>'
        '<h1 class="BlogItem-title">Minister visits the port</h1>%</article>',
    ),
    "wix": (
        "en",
        "Minister visits the port",
        "2024-01-10",
        "My Harbour Council",
        "<title>Minister visits the port</title>"
        '<meta property="og:site_name" content="My Harbour Council"/>'
        '<meta property="og:title" content="Minister visits the port"/>'
        '<meta property="article:published_time" content="2024-01-10T09:00:00.000Z"/>'
        '<meta property="article:modified_time" content="2024-01-12T09:00:00.000Z"/><ul><li>'
        '<span title="Jan 10, 2024">Jan 10, 2024</span></li><li>2 min read</li></ul>'
        '<h1 data-hook="post-title"><span>Minister visits the port</span></h1><p>Updated: Jan 12, 2024'
        "</p>%<h2>Recent Posts</h2><a href=/x>Other</a><span>Mar 1, 2024</span>",
    ),
    "ghost": (
        "en",
        "Minister visits the port",
        "2024-01-10",
        "Harbour Council",
        '<title>Minister visits the port</title><meta property="og:site_name" content="Harbour Council">'
        '<meta property="og:title" content="Minister visits the port"><script type="application/ld+json">'
        '{"@context":"https://schema.org","@type":"Article","publisher":{"@type":"Organization","name":"Harbour Council"},"author":{"@type":"Person","name":"Anna"},"headline":"Minister visits the port","datePublished":"2024-01-10T09:00:00.000Z","dateModified":"2024-01-12T09:00:00.000Z"}'  # noqa: E501
        '</script><header class="gh-article-header"><a class="gh-article-tag">News</a>'
        '<h1 class="gh-article-title">Minister visits the port</h1>'
        '<time class="gh-article-meta-date" datetime="2024-01-10">Jan 10, 2024</time></header>%',
    ),
    "blogger": (
        "en",
        "Minister visits the port",
        "2024-01-10",
        "Harbour Council",
        "<title>Harbour Council: Minister visits the port</title>"
        '<link rel="canonical" href="http://harbourcouncil.blogspot.com/2024/01/minister-visits.html">'
        '<div class="header"><h1 class="title"><a href="http://harbourcouncil.blogspot.com/">'
        'Harbour Council</a></h1></div><h2 class="date-header"><span>Wednesday, January 10, 2024</span>'
        '</h2><div class="post"><h3 class="post-title entry-title">Minister visits the port</h3>'
        '<div class="post-body">%</div><div class="post-footer">Posted by Anna at <a>'
        '<abbr title="2024-01-10T01:00:00">1:00 AM</abbr></a></div></div>',
    ),
    "EC press corner": (
        "en",
        "Commission opens the port",
        "2024-01-10",
        "European Commission",
        "<title>Press corner | European Commission</title><header>"
        '<a href="/" class="ecl-site-header__logo-link"><img alt="European Commission logo"></a></header>'
        '<main><div class="ecl-page-header"><ul class="ecl-page-header__meta">'
        '<li class="ecl-page-header__meta-item">Press release</li><li>10 January 2024</li><li>Brussels'
        '</li><li>2 min read</li></ul><h1 class="ecl-page-header__title">Commission opens the port</h1>'
        "</div>%</main>",
    ),
    "UN press": (
        "en",
        "Secretary-General Visits Port",
        "2024-01-10",
        "United Nations",
        "<title>Secretary-General Visits Port | Meetings Coverage and Press Releases</title>"
        '<link rel=canonical href="https://press.un.example/en/2024/sgsm22100.doc.htm">'
        '<a href="/" class="site-logo"><img alt="Welcome to the United Nations"></a><article>'
        '<div class="field-docid">SG/SM/22100</div><div class="field-date">10 January 2024</div>'
        '<h1 class="page-header">Secretary-General Visits Port</h1>%</article>',
    ),
    "OSCE": (
        "en",
        "OSCE visits port",
        "2024-01-10",
        "OSCE",
        '<title>OSCE visits port | OSCE</title><meta property="og:site_name" content="OSCE"><h1>'
        'OSCE visits port</h1><div><span class="field-date">'
        '<span class="date-display-single" content="2024-01-10T00:00:00+01:00">10 January 2024</span>'
        "</span><span>News Item</span></div><p>"
        "VIENNA, 9 January 2024 - The Organization met today in the hall to speak of ports.</p>%",
    ),
    "WH 2021": (
        "en-US",
        "Remarks by President Doe on the Port",
        "2024-01-10",
        "The White House",
        "<title>Remarks by President Doe on the Port | The White House</title>"
        '<meta property="og:site_name" content="The White House">'
        '<meta property="og:title" content="Remarks by President Doe on the Port | The White House">'
        '<meta property="article:published_time" content="2024-01-10T23:30:00+00:00">'
        '<header class="entry-header"><div class="posted-on">'
        '<time class="entry-date published" datetime="2024-01-10T18:30:00-05:00">January 10, 2024</time>'
        '</div><h1 class="page-title topper__title">Remarks by President Doe on the Port</h1><div>'
        "Briefing Room</div></header><p>South Court Auditorium</p><p>2:00 P.M. EST</p>%",
    ),
    "State": (
        "en",
        "Visit to the Port",
        "2024-01-10",
        "United States Department of State",
        "<title>Visit to the Port - United States Department of State</title>"
        '<meta property="og:title" content="Visit to the Port - United States Department of State">'
        '<meta property="og:site_name" content="United States Department of State">'
        '<meta property="article:modified_time" content="2024-01-11T09:00:00+00:00">'
        '<h1 class="featured-content__headline">Visit to the Port</h1>'
        '<p class="article-meta doctype-meta">Press Statement</p><p class="article-meta__author-bureau">'
        'Jane Doe, Department Spokesperson</p><p class="article-meta__publish-date">January 10, 2024</p>%',
    ),
    "canada": (
        "en",
        "Minister visits the port",
        "2024-01-10",
        "Transport Canada",
        "<title>Minister visits the port  - Canada.ca</title>"
        '<meta name="dcterms.title" content="Minister visits the port">'
        '<meta name="dcterms.creator" content="Transport Canada">'
        '<meta name="dcterms.issued" content="2024-01-10">'
        '<meta name="dcterms.modified" content="2024-01-11">'
        '<meta name="dcterms.type" content="news releases"><h1 property="name">Minister visits the port'
        '</h1><p class="gc-byline"><strong>From: <a href=/tc>Transport Canada</a></strong></p><h2>'
        "News release</h2><p>January 10, 2024 - Ottawa, Ontario - Transport Canada</p>%",
    ),
    "bundesreg": (
        "de",
        "Kanzlerin besucht den Hafen",
        "2024-01-10",
        "Die Bundesregierung informiert",
        "<title>Kanzlerin besucht den Hafen | Bundesregierung</title>"
        '<meta property="og:site_name" content="Die Bundesregierung informiert | Startseite">'
        '<meta property="og:title" content="Kanzlerin besucht den Hafen | Bundesregierung">'
        '<meta name="date" content="2024-01-10"><div class="bpa-teaser-title"><h1>'
        '<span class="bpa-kicker">Hafenreise</span> <span class="bpa-headline">'
        'Kanzlerin besucht den Hafen</span></h1></div><div class="bpa-article-meta">'
        '<span class="bpa-time"><span>Mittwoch, 10. Januar 2024</span></span> in Lund</div>%',
    ),
    "elysee": (
        "fr",
        "Déplacement au port.",
        "2024-01-10",
        "Élysée",
        '<title>Déplacement au port. | Élysée</title><meta property="og:site_name" content="elysee.fr">'
        '<meta property="og:title" content="Déplacement au port."><header><a href="/"><img alt="Élysée">'
        '</a></header><main><div class="page-header"><p>10 janvier 2024 - Seul le prononcé fait foi</p>'
        "<h1>Déplacement au port.</h1></div>%</main>",
    ),
    "quirinale": (
        "it",
        "Il Presidente ha visitato il porto",
        "2024-01-10",
        "Presidenza della Repubblica",
        '<title>Il Presidente ha visitato il porto</title><div class="logo">'
        '<a href="/" title="Presidenza della Repubblica"><img alt="Presidenza della Repubblica"></a>'
        '</div><div class="testata">Roma, 10/01/2024 (II mandato)</div><h1>'
        "Il Presidente ha visitato il porto</h1>%",
    ),
    "korea.net": (
        "en",
        "Minister visits the port",
        "2024-01-10",
        "Republic of Korea",
        "<title>Minister visits the port : Korea.net : The official website of the Republic of Korea"
        "</title>"
        '<meta property="og:title" content="Minister visits the port : Korea.net : The official website '
        'of the Republic of Korea">'
        '<h1><a href="/"><img alt="Korea.net"></a></h1><div class="article_detail"><h2>'
        'Minister visits the port</h2><p class="detail_date">2024.01.10</p>%</div>',
    ),
    "mofa japan": (
        "en",
        "Press Conference by the Minister",
        "2024-01-10",
        "Ministry of Harbours of Nihon",
        "<title>Press Conference by the Minister | Ministry of Harbours of Nihon</title><header>"
        '<a href="/index.html"><img alt="Ministry of Harbours of Nihon"></a></header><main>'
        '<h1 class="title1">Press Conference by the Minister</h1><p class="rightalign">'
        'Wednesday, January 10, 2024, 2:00 p.m. Ministry of Harbours</p><p class="rightalign"><a href=j>'
        "Japanese</a></p>%</main>",
    ),
    "mofa ja": (
        "ja",
        "大臣会見記録",
        "2024-01-10",
        "港湾省",
        '<title>大臣会見記録｜港湾省</title><h1 class="title1">大臣会見記録</h1><p class="rightalign">'
        "（令和6年1月10日（水曜日）14時00分\u3000於：本省会見室）</p>%",
    ),
    "kremlin-like": (
        "ru",
        "Встреча с министром",
        "2024-01-10",
        "Администрация Президента Края",
        "<title>Встреча с министром • Президент Края</title>"
        '<meta property="og:title" content="Встреча с министром">'
        '<meta name="author" content="Администрация Президента Края"><h1 class="entry-title p-name">'
        'Встреча с министром</h1><div class="read__meta">'
        '<time class="read__published" datetime="2024-01-10">10 января 2024 года</time>, <span>16:30'
        "</span>, Лунд</div>%",
    ),
    "nato": (
        "en",
        "Secretary General visits the port",
        "2024-01-10",
        "NATO",
        "<title>NATO - News: Secretary General visits the port, 10-Jan.-2024</title>"
        '<meta property="og:title" content="Secretary General visits the port">'
        '<meta property="og:site_name" content="NATO"><h1>Secretary General visits the port</h1>'
        '<ul class="data-list"><li>10 Jan. 2024 -</li><li>|</li><li>Last updated: 11 Jan. 2024 09:12</li>'
        "</ul>%",
    ),
    "medium": (
        "en",
        "Minister visits the port",
        "2024-01-10",
        "Harbour Council",
        "<title>Minister visits the port | by Harbour Council | Medium</title>"
        '<meta property="og:site_name" content="Medium">'
        '<meta property="og:title" content="Minister visits the port">'
        '<meta property="article:published_time" content="2024-01-10T12:00:00.000Z">'
        '<meta name="author" content="Harbour Council"><h1>Minister visits the port</h1><a>'
        "Harbour Council</a><p>·</p><p>Follow</p><p>3 min read</p><p>·</p><span>Jan 10, 2024</span>%",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_shape_is_read(shape: str) -> None:
    language, title, day, issuer, html = SHAPES[shape]
    paragraph = f"<p>{TEXT[language[:2]]}</p>"
    page = f'<!DOCTYPE html><html lang="{language}">{html.replace("%", 3 * paragraph)}</html>'
    found = clean(Page(page.encode()))
    assert isinstance(found, Statement)
    assert (found.title, str(found.issued), found.issuer) == (title, day, issuer)
