// SPDX-License-Identifier: GPL-3.0-or-later
// QScintilla's headers are written with the keywords this project switches off.
#undef QT_NO_KEYWORDS

#include "ui/sql/scintillaeditor.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/sql/codeaccess.h"

#include <Qsci/qscicommandset.h>
#include <Qsci/qscilexercustom.h>
#include <Qsci/qsciscintilla.h>

#include <QEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScreen>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace run402 {

namespace {

constexpr long nearbyHalf = 32'000;  // bytes
constexpr int colouredAtOnce = 96'000; // bytes; a few milliseconds
constexpr long longestColoured = 100'000; // bytes of one line

enum Margin { BarMargin, StatusMargin, NumberMargin, FoldMargin };
enum Marker { BarMarker = 0, LineMarker = 1, StatusLineMarker = 2, FirstState = 4, AddedMarker = 12, ChangedMarker = 13 };
enum Indicator { RefusedIndicator = 8, ErrorIndicator = 9, FindIndicator = 10 };

qsizetype utf8Length(QStringView text)
{
    qsizetype bytes = 0;
    for (const QChar c : text)
        bytes += c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 || c.isSurrogate() ? 2 : 3; // a pair is 2 × 2
    return bytes;
}

} // namespace

/// QScintilla reads point sizes only; the theme's fonts are in pixels.
QFont pointFont(QFont font)
{
    const QScreen* screen = QGuiApplication::primaryScreen();
    font.setPointSizeF(font.pixelSize() * 72.0 / (screen ? screen->logicalDotsPerInchY() : 96.0));
    return font;
}

/// Keeps out what Scintilla cannot show without the window standing still: it lays a line out whole, for every key in it.
/// A long text it takes in piece by piece: twenty megabytes at once are a third of a second.
class CodeArea : public QsciScintilla
{
public:
    struct Hooks
    {
        std::function<void()> refused;
        std::function<void(const QString& text)> inPieces; ///< takes a long paste over
    };
    CodeArea(QWidget* parent, Hooks hooks) : QsciScintilla(parent), m_hooks(std::move(hooks)) {}

protected:
    QByteArray fromMimeData(const QMimeData* source, bool& rectangular) const override
    {
        const QString text = source->text();
        if (m_hooks.refused && !SqlEditor::canShow(text))
            m_hooks.refused();
        else if (text.size() > ScintillaEditor::takenAtOnce)
            m_hooks.inPieces(text);
        else
            return QsciScintilla::fromMimeData(source, rectangular);
        return {};
    }

private:
    Hooks m_hooks;
};

/// Feeds the spans of a language's rules to Scintilla and takes the colours from the theme.
class ScintillaSqlLexer : public QsciLexerCustom
{
public:
    ScintillaSqlLexer(QsciScintilla* parent, std::unique_ptr<CodeRules> rules) : QsciLexerCustom(parent), m_rules(std::move(rules)) {}
    const char* language() const override { return "code"; }
    QString description(int style) const override
    {
        return style >= 0 && style < int(SqlStyle::Count) ? QStringLiteral("style %1").arg(style) : QString();
    }
    QColor defaultColor(int style) const override
    {
        static const char* tokens[] = {"text.primary", "syntax.keyword", "syntax.type", "syntax.function", "syntax.string",
                                       "syntax.number", "syntax.comment", "syntax.operator", "syntax.type"};
        return Theme::of().color(style >= 0 && style < int(SqlStyle::Count) ? tokens[style] : "text.primary");
    }
    QColor defaultPaper(int) const override { return Theme::of().color("bg.surface"); }
    QFont defaultFont(int style) const override
    {
        QFont font = pointFont(Theme::of().font(Theme::Font::Editor));
        font.setItalic(style == int(SqlStyle::Comment));
        return font;
    }
    void refresh()
    {
        for (int style = 0; style < int(SqlStyle::Count); ++style) {
            setColor(defaultColor(style), style);
            setPaper(defaultPaper(style), style);
            setFont(defaultFont(style), style);
        }
    }

    void styleText(int start, int end) override
    {
        QsciScintilla* sci = editor();
        if (!sci)
            return;
        long line = sci->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, start);
        int state = line > 0 ? int(sci->SendScintilla(QsciScintilla::SCI_GETLINESTATE, line - 1)) : 0;
        const long lines = sci->SendScintilla(QsciScintilla::SCI_GETLINECOUNT);
        for (; line < lines; ++line) {
            const long position = sci->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, line);
            if (position >= end && position > start)
                break;
            if (position > start + colouredAtOnce) {
                // The rest is asked for again when it is painted: far jumps in a long text colour it step by step.
                QMetaObject::invokeMethod(sci->viewport(), qOverload<>(&QWidget::update), Qt::QueuedConnection);
                break;
            }
            if (const long length = sci->SendScintilla(QsciScintilla::SCI_LINELENGTH, line); length > longestColoured) {
                startStyling(int(position));
                setStyling(int(length), int(SqlStyle::Plain));
                sci->SendScintilla(QsciScintilla::SCI_SETLINESTATE, line, state);
                if (m_longLine)
                    m_longLine();
                continue;
            }
            QByteArray bytes(qsizetype(sci->SendScintilla(QsciScintilla::SCI_LINELENGTH, line)) + 1, '\0');
            sci->SendScintilla(QsciScintilla::SCI_GETLINE, static_cast<unsigned long>(line), static_cast<void*>(bytes.data()));
            bytes.chop(1);
            styleLine(position, bytes, state);
            sci->SendScintilla(QsciScintilla::SCI_SETLINESTATE, line, state);
        }
    }

    /// Told of a line that is left plain because it is too long.
    void setLongLine(std::function<void()> told) { m_longLine = std::move(told); }

private:
    void styleLine(long position, const QByteArray& bytes, int& state)
    {
        const QString text = QString::fromUtf8(bytes);
        const bool ascii = text.size() == bytes.size();
        QStringView code(text);
        while (code.endsWith(u'\n') || code.endsWith(u'\r'))
            code.chop(1);
        startStyling(int(position));
        qsizetype at = 0, done = 0;
        const auto put = [&](qsizetype end, SqlStyle style) {
            const qsizetype length = ascii ? end - at : utf8Length(QStringView(text).mid(at, end - at));
            if (length > 0)
                setStyling(int(length), int(style));
            done += length;
            at = end;
        };
        for (const SqlSpan& span : m_rules->line(code, state)) {
            put(span.start, SqlStyle::Plain);
            put(span.start + span.length, span.style);
        }
        if (done < bytes.size())
            setStyling(int(bytes.size() - done), int(SqlStyle::Plain));
    }

    std::unique_ptr<CodeRules> m_rules;
    std::function<void()> m_longLine;
};

ScintillaEditor::ScintillaEditor(QWidget* parent, Language language)
    : SqlEditor(parent), m_sci(new CodeArea(this, {language == Language::Sql ? std::function<void()>([this] { Q_EMIT lineRefused(); }) : nullptr,
                                                                [this](const QString& text) { takeInPieces(text); }})), m_lexer(new ScintillaSqlLexer(m_sci, rulesOf(language)))
{
    m_language = language;
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sci);
    m_sci->setObjectName(QStringLiteral("sql.editor"));
    m_sci->setAccessibleName(language == Language::Sql ? tr("SQL text") : tr("Code"));
    setFocusProxy(m_sci);
    m_notes = new EditorNotes(this, m_sci->viewport());
    m_sci->viewport()->installEventFilter(this);
    m_sci->installEventFilter(this);
    setUp(language);
    indexOffsets(m_sci);
    installCodeAccess(m_sci);
    applyTheme();
    m_lexer->setLongLine([this] { QMetaObject::invokeMethod(this, &SqlEditor::longLineMet, Qt::QueuedConnection); }); // in the middle of painting
    connect(&Theme::of(this), &Theme::changed, this, &ScintillaEditor::applyTheme);

    // Not textChanged(): that needs word of every insertion, see tellChanges(). SCEN_CHANGE is sent for markers too.
    connect(m_sci, &QsciScintillaBase::SCN_MODIFIED, this, [this](int, int what) {
        m_changing = m_changing || what & (QsciScintilla::SC_MOD_BEFOREINSERT | QsciScintilla::SC_MOD_BEFOREDELETE);
    });
    connect(m_sci, &QsciScintillaBase::SCEN_CHANGE, this, [this] {
        if (!std::exchange(m_changing, false))
            return;
        m_stale = true;
        tellChanges();
        if (!m_loading)
            Q_EMIT textEdited();
    });
    connect(m_sci, &QsciScintilla::cursorPositionChanged, this, &SqlEditor::cursorMoved);
    connect(m_sci, &QsciScintilla::selectionChanged, this, &SqlEditor::cursorMoved);
    connect(m_sci, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int what) {
        Q_EMIT viewChanged();
        if (what & (QsciScintilla::SC_UPDATE_V_SCROLL | QsciScintilla::SC_UPDATE_H_SCROLL))
            Q_EMIT scrolled();
    });
}

ScintillaEditor::~ScintillaEditor() { qDeleteAll(m_heldKeys); }

void ScintillaEditor::setUp(Language language)
{
    m_sci->setUtf8(true);
    m_sci->setEolMode(QsciScintilla::EolUnix);
    m_sci->setFrameShape(QFrame::NoFrame);
    m_sci->setLexer(m_lexer);
    m_sci->setWrapMode(QsciScintilla::WrapNone);
    m_sci->setTabWidth(language == Language::Sql ? 4 : 2);
    m_sci->setIndentationsUseTabs(false);
    m_sci->setAutoIndent(true);
    m_sci->setBraceMatching(QsciScintilla::SloppyBraceMatch);
    m_sci->setScrollWidth(1);
    m_sci->setScrollWidthTracking(true);
    m_sci->setMargins(4);
    m_sci->setMarginType(BarMargin, QsciScintilla::SymbolMargin);
    m_sci->setMarginType(StatusMargin, QsciScintilla::SymbolMargin);
    m_sci->setMarginType(NumberMargin, QsciScintilla::NumberMargin);
    m_sci->setMarginMarkerMask(BarMargin, (1 << BarMarker) | (1 << AddedMarker) | (1 << ChangedMarker));
    m_sci->setMarginMarkerMask(StatusMargin, (0xFF << FirstState) | (1 << StatusLineMarker));
    m_sci->setMarginMarkerMask(NumberMargin, 0);
    m_sci->setFolding(QsciScintilla::NoFoldStyle);
    m_sci->setMarginType(FoldMargin, QsciScintilla::SymbolMargin);
    m_sci->setMarginMarkerMask(FoldMargin, int(QsciScintilla::SC_MASK_FOLDERS));
    m_sci->setMarginSensitivity(FoldMargin, true);
    m_sci->setMarginWidth(FoldMargin, 0);
    m_sci->SendScintilla(QsciScintilla::SCI_SETAUTOMATICFOLD,
                         int(QsciScintilla::SC_AUTOMATICFOLD_SHOW | QsciScintilla::SC_AUTOMATICFOLD_CLICK | QsciScintilla::SC_AUTOMATICFOLD_CHANGE));
    m_sci->markerDefine(QsciScintilla::FullRectangle, BarMarker);
    m_sci->markerDefine(QsciScintilla::FullRectangle, AddedMarker);
    m_sci->markerDefine(QsciScintilla::FullRectangle, ChangedMarker);
    m_sci->markerDefine(QsciScintilla::Background, LineMarker);
    m_sci->markerDefine(QsciScintilla::FullRectangle, StatusLineMarker);
    m_sci->indicatorDefine(QsciScintilla::SquiggleIndicator, RefusedIndicator);
    m_sci->indicatorDefine(QsciScintilla::SquiggleIndicator, ErrorIndicator);
    m_sci->indicatorDefine(QsciScintilla::StraightBoxIndicator, FindIndicator);
    m_sci->setIndicatorDrawUnder(true, FindIndicator);
    m_sci->SendScintilla(QsciScintilla::SCI_SETCARETWIDTH, 2);
    m_sci->SendScintilla(QsciScintilla::SCI_SETMULTIPLESELECTION, 1);
    m_sci->SendScintilla(QsciScintilla::SCI_SETADDITIONALSELECTIONTYPING, 1);
    m_sci->SendScintilla(QsciScintilla::SCI_SETBUFFEREDDRAW, 0);
    m_sci->SendScintilla(QsciScintilla::SCI_SETLAYOUTCACHE, QsciScintilla::SC_CACHE_PAGE); // a line of megabytes is measured once, not with every paint
    // Ours, not Scintilla's: Ctrl+Enter runs, Ctrl+D, Ctrl+L and Ctrl+\ belong to the window.
    // Unbound in the command set too: while it knows a key, it keeps the window's shortcuts from it.
    for (const int key : {'D', 'L', 'T', 'U', '\\', '/'}) {
        for (const int shift : {0, int(QsciScintilla::SCMOD_SHIFT)})
            m_sci->SendScintilla(QsciScintilla::SCI_CLEARCMDKEY, ((QsciScintilla::SCMOD_CTRL | shift) << 16) + key);
        for (const int keys : {int(Qt::CTRL) | key, int(Qt::CTRL) | int(Qt::SHIFT) | key})
            if (QsciCommand* command = m_sci->standardCommands()->boundTo(keys))
                command->setKey(0);
    }
    m_sci->SendScintilla(QsciScintilla::SCI_CLEARCMDKEY, (QsciScintilla::SCMOD_CTRL << 16) + QsciScintilla::SCK_RETURN);
}

void ScintillaEditor::applyTheme()
{
    const Theme& theme = Theme::of(this);
    m_lexer->refresh();
    const QFont font = pointFont(theme.font(Theme::Font::Editor));
    const QColor surface = theme.color("bg.surface");
    // With a lexer setPaper() is kept for later only, so the style behind all others is set itself.
    m_sci->SendScintilla(QsciScintilla::SCI_STYLESETBACK, QsciScintilla::STYLE_DEFAULT, surface);
    m_sci->SendScintilla(QsciScintilla::SCI_STYLESETFORE, QsciScintilla::STYLE_DEFAULT, theme.color("text.primary"));
    m_sci->setCaretForegroundColor(theme.color("text.primary"));
    m_sci->setSelectionBackgroundColor(theme.color("syntax.selection"));
    m_sci->resetSelectionForegroundColor();
    m_sci->setMarginsFont(pointFont(theme.font(Theme::Font::MonoSmall)));
    m_sci->setMarginsBackgroundColor(surface);
    m_sci->setMarginsForegroundColor(theme.color("text.muted"));
    m_sci->setMatchedBraceBackgroundColor(theme.color("bg.pressed"));
    m_sci->setMatchedBraceForegroundColor(theme.color("text.primary"));
    m_sci->setUnmatchedBraceForegroundColor(theme.color("danger.text"));
    m_sci->setMarkerBackgroundColor(theme.color("accent.solid"), BarMarker);
    m_sci->setMarkerBackgroundColor(theme.color("accent.solid"), AddedMarker);
    m_sci->setMarkerBackgroundColor(theme.color("warning.text"), ChangedMarker);
    m_sci->setMarkerBackgroundColor(theme.color("bg.alt"), LineMarker);
    m_sci->setMarkerBackgroundColor(theme.color("bg.alt"), StatusLineMarker);
    m_sci->setIndicatorForegroundColor(theme.color("warning.text"), RefusedIndicator);
    m_sci->setIndicatorForegroundColor(theme.color("danger.text"), ErrorIndicator);
    m_sci->setIndicatorForegroundColor(theme.color("warning.line"), FindIndicator);
    m_sci->SendScintilla(QsciScintilla::SCI_INDICSETALPHA, int(FindIndicator), 60L);
    m_sci->SendScintilla(QsciScintilla::SCI_INDICSETOUTLINEALPHA, int(FindIndicator), 160L);
    m_sci->setMarginWidth(BarMargin, 2);
    m_sci->setMarginWidth(StatusMargin, theme.scaled(24));
    // The numbers' own blanks: 38 in all, digits end 14 before the text.
    m_sci->setMarginWidth(NumberMargin, theme.scaled(27));
    m_sci->SendScintilla(QsciScintilla::SCI_SETMARGINLEFT, 0, theme.scaled(11));
    m_sci->setFont(font);
    const int gap = std::max(0, theme.scaled(20) - QFontMetrics(font).height());
    m_sci->setExtraAscent(gap / 2);
    m_sci->setExtraDescent(gap - gap / 2);
    for (int state = 0; state <= int(MarkState::Wrong); ++state) {
        const MarkLook look = markLook(MarkState(state));
        m_sci->markerDefine(Icons::pixmap(QLatin1StringView(look.icon), theme.color(look.token), 13, 1.0, 2.25), FirstState + state);
    }
    defineFoldMarkers();
    m_notes->update();
}

void ScintillaEditor::freshText() const
{
    if (!m_stale)
        return;
    m_text = m_sci->text();
    m_stale = false;
}

qsizetype ScintillaEditor::length() const { return qsizetype(m_sci->SendScintilla(QsciScintilla::SCI_GETLENGTH)); }

bool ScintillaEditor::hasSelection() const
{
    return m_sci->SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART) != m_sci->SendScintilla(QsciScintilla::SCI_GETSELECTIONEND);
}

SqlEditor::Nearby ScintillaEditor::nearby() const
{
    const auto lineBegin = [this](long position) {
        return m_sci->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, m_sci->SendScintilla(QsciScintilla::SCI_LINEFROMPOSITION, position));
    };
    const long all = long(length()), cursor = m_sci->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
    const long from = std::max(lineBegin(std::max(0L, cursor - nearbyHalf)), cursor - 2 * nearbyHalf);
    const long to = std::min(all, cursor + nearbyHalf);
    QByteArray bytes(to - from + 1, '\0');
    const auto read = [&](long begin, long end) {
        m_sci->SendScintilla(QsciScintilla::SCI_GETTEXTRANGE, begin, end, bytes.data());
        return QString::fromUtf8(bytes.constData(), end - begin);
    };
    const QString before = read(std::max(0L, from), cursor);
    return {before + read(cursor, to), before.size()};
}

QString ScintillaEditor::text() const
{
    freshText();
    return m_text;
}

void ScintillaEditor::setText(const QString& text)
{
    const QString clean = cleanText(text);
    endPieces();
    m_loading = true;
    tellChanges(clean.size() >= takenAtOnce);
    m_sci->setText(clean);
    m_sci->SendScintilla(QsciScintilla::SCI_EMPTYUNDOBUFFER);
    m_sci->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1UL); // it grows with what is painted and never shrinks by itself
    m_loading = false;
    m_stale = true;
}

long ScintillaEditor::bytePosition(qsizetype offset) const { return byteAt(m_sci, offset); }

qsizetype ScintillaEditor::offsetOf(long position) const { return offsetAt(m_sci, position); }

qsizetype ScintillaEditor::cursor() const
{
    return offsetOf(m_sci->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS));
}

void ScintillaEditor::setCursorAt(qsizetype offset)
{
    m_sci->SendScintilla(QsciScintilla::SCI_GOTOPOS, bytePosition(offset));
}

qsizetype ScintillaEditor::selectionStart() const
{
    return offsetOf(m_sci->SendScintilla(QsciScintilla::SCI_GETSELECTIONSTART));
}

qsizetype ScintillaEditor::selectionEnd() const
{
    return offsetOf(m_sci->SendScintilla(QsciScintilla::SCI_GETSELECTIONEND));
}

void ScintillaEditor::select(qsizetype start, qsizetype length)
{
    m_sci->SendScintilla(QsciScintilla::SCI_SETSEL, static_cast<unsigned long>(bytePosition(start)), bytePosition(start + length));
}

void ScintillaEditor::replace(qsizetype start, qsizetype length, const QString& with)
{
    const long from = bytePosition(start), to = bytePosition(start + length);
    const QByteArray utf8 = with.toUtf8();
    m_sci->SendScintilla(QsciScintilla::SCI_SETTARGETSTART, from);
    m_sci->SendScintilla(QsciScintilla::SCI_SETTARGETEND, to);
    m_sci->SendScintilla(QsciScintilla::SCI_REPLACETARGET, static_cast<unsigned long>(utf8.size()), utf8.constData());
    m_sci->SendScintilla(QsciScintilla::SCI_GOTOPOS, from + long(utf8.size()));
}

void ScintillaEditor::setMarks(const QList<Mark>& marks)
{
    for (int state = 0; state <= int(MarkState::Wrong); ++state)
        m_sci->markerDeleteAll(FirstState + state);
    m_marks = marks;
    for (const Mark& mark : marks)
        m_sci->markerAdd(mark.line, FirstState + int(mark.state));
    m_notes->setMarks(marks);
}

void ScintillaEditor::setCurrentLines(int first, int last)
{
    if (first == m_first && last == m_last && !m_stale)
        return;
    for (const int marker : {int(BarMarker), int(LineMarker), int(StatusLineMarker)}) {
        m_sci->markerDeleteAll(marker);
        // A statement of a great many lines is marked near its ends only as far as anyone could scroll soon.
        for (int line = first; first >= 0 && line <= std::min(last, first + 2000); ++line)
            m_sci->markerAdd(line, marker);
    }
    m_first = first;
    m_last = last;
    m_notes->setCurrentLines(first, last);
}

void ScintillaEditor::setUnderlines(const QList<Underline>& underlines)
{
    m_underlines = underlines;
    const long length = m_sci->SendScintilla(QsciScintilla::SCI_GETLENGTH);
    for (const int indicator : {int(RefusedIndicator), int(ErrorIndicator)}) {
        m_sci->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, indicator);
        m_sci->SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, 0UL, length);
    }
    for (const Underline& u : underlines) {
        const long from = bytePosition(u.start), to = bytePosition(u.start + u.length);
        m_sci->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, int(u.kind == LineKind::Error ? ErrorIndicator : RefusedIndicator));
        m_sci->SendScintilla(QsciScintilla::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(from), to - from);
    }
}

void ScintillaEditor::setFinds(const QList<FindHit>& finds)
{
    m_sci->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, int(FindIndicator));
    m_sci->SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, 0UL, m_sci->SendScintilla(QsciScintilla::SCI_GETLENGTH));
    for (const FindHit& hit : finds) {
        const long from = bytePosition(hit.start), to = bytePosition(hit.start + hit.length);
        m_sci->SendScintilla(QsciScintilla::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(from), to - from);
    }
}

void ScintillaEditor::setChanges(const QHash<int, ChangeKind>& changes)
{
    m_sci->markerDeleteAll(AddedMarker);
    m_sci->markerDeleteAll(ChangedMarker);
    for (auto it = changes.cbegin(); it != changes.cend(); ++it)
        m_sci->markerAdd(it.key(), it.value() == ChangeKind::Added ? AddedMarker : ChangedMarker);
    m_sci->setMarginWidth(BarMargin, changes.isEmpty() ? 2 : 4);
}

void ScintillaEditor::setReadOnly(bool readOnly) { m_sci->setReadOnly(readOnly); }
bool ScintillaEditor::isReadOnly() const { return m_sci->isReadOnly(); }
QWidget* ScintillaEditor::input() const { return m_sci; }
void ScintillaEditor::undo() { m_sci->undo(); }
void ScintillaEditor::redo() { m_sci->redo(); }

QRect ScintillaEditor::cursorRect() const
{
    const long position = m_sci->SendScintilla(QsciScintilla::SCI_GETCURRENTPOS);
    const long x = m_sci->SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0, position);
    const long y = m_sci->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0, position);
    const int height = int(m_sci->SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, 0));
    return QRect(m_sci->viewport()->mapTo(this, QPoint(int(x), int(y))), QSize(2, height));
}

QRect ScintillaEditor::lineRect(int line) const
{
    const int height = int(m_sci->SendScintilla(QsciScintilla::SCI_TEXTHEIGHT, 0));
    const long first = m_sci->SendScintilla(QsciScintilla::SCI_GETFIRSTVISIBLELINE);
    const long shown = m_sci->SendScintilla(QsciScintilla::SCI_VISIBLEFROMDOCLINE, line);
    const QRect rect(0, int(shown - first) * height, m_sci->viewport()->width(), height);
    return rect.intersects(m_sci->viewport()->rect()) ? rect.translated(m_sci->viewport()->mapTo(this, QPoint())) : QRect();
}

void ScintillaEditor::resizeEvent(QResizeEvent* event)
{
    SqlEditor::resizeEvent(event);
    Q_EMIT viewChanged();
}

bool ScintillaEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_sci && event->type() == QEvent::KeyPress && !m_pieces.isEmpty()) {
        m_heldKeys << static_cast<QKeyEvent*>(event)->clone();
        return true;
    }
    if (watched == m_sci->viewport() && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseMove)
        && altMouse(*static_cast<QMouseEvent*>(event)))
        return true;
    if (watched == m_sci->viewport() && event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const long position = m_sci->SendScintilla(QsciScintilla::SCI_POSITIONFROMPOINTCLOSE,
                                                   static_cast<unsigned long>(help->pos().x()), long(help->pos().y()));
        const qsizetype offset = position < 0 ? -1 : offsetOf(position);
        const long text = m_sci->marginWidth(BarMargin) + m_sci->marginWidth(StatusMargin);
        for (const Mark& mark : std::as_const(m_marks)) {
            const QRect line = mark.hint.isEmpty() || help->pos().x() > text ? QRect() : lineRect(mark.line);
            if (!line.isNull() && line.contains(m_sci->viewport()->mapTo(this, help->pos()))) {
                QToolTip::showText(help->globalPos(), mark.hint, this);
                return true;
            }
        }
        for (const Underline& u : std::as_const(m_underlines)) {
            if (offset >= u.start && offset < u.start + u.length) {
                QToolTip::showText(help->globalPos(), u.reason, this);
                return true;
            }
        }
        QToolTip::hideText();
    } else if (watched == m_sci->viewport() && event->type() == QEvent::Resize) {
        Q_EMIT viewChanged();
    }
    return false;
}

} // namespace run402
