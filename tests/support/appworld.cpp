// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/appworld.h"

#include "app/application.h"
#include "services/pay/approver.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/workspace.h"
#include "tests/support/await.h"
#include "tests/support/sandboxfixture.h"
#include "ui/common/chip.h"
#include "ui/common/findvisible.h"
#include "ui/common/theme.h"
#include "ui/shell/mainwindow.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QCompleter>
#include <QDeadlineTimer>
#include <QDialogButtonBox>
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProcess>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextStream>
#include <QTimer>

#include <csignal>

namespace run402::test {

using namespace Qt::StringLiterals;

namespace {

/// Signs whatever is asked; for tests about something else than paying.
class Agreeing : public QObject, public PaymentApprover
{
public:
    Call<PaymentAnswer>* ask(const PaymentQuestion&) override
    {
        return Call<PaymentAnswer>::ready(this, PaymentAnswer{true, false});
    }
};

void bringIntoView(QWidget* widget)
{
    for (QWidget* w = widget->parentWidget(); w; w = w->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(w))
            area->ensureWidgetVisible(widget);
    }
}

/// The test display has no window manager, which would make a used window the active one when none is, as after a file
/// dialog.
void activate(const QWidget& used)
{
    if (QApplication::activeWindow())
        return;
    used.window()->activateWindow();
}

} // namespace

bool eventually(const std::function<bool()>& condition, int ms)
{
    // Not qWaitFor(): it sleeps between events, and what a click sets off takes a dozen of them.
    QTimer tick;
    tick.start(10);
    const QDeadlineTimer deadline(ms);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

void tellFailure(const AppWorld* world)
{
    if (world && QTest::currentTestFailed())
        qInfo().noquote() << "On screen:" << world->words();
}

QString ended(std::unique_ptr<AppWorld>& world)
{
    if (!world)
        return {};
    const QString stalls = world->stallReport();
    world.reset();
    return stalls;
}

QString killWhenWritten(const QString& dataFolder)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), {u"--child"_s, dataFolder});
    if (!eventually([&] { return child.canReadLine() || child.state() == QProcess::NotRunning; }, 120'000))
        return u"it said nothing"_s;
    if (const QString said = QString::fromUtf8(child.readLine()).trimmed(); said != u"written"_s)
        return u"it said: "_s + said;
    if (::kill(pid_t(child.processId()), SIGKILL) != 0)
        return u"it could not be killed"_s;
    return child.waitForFinished(10'000) && child.exitStatus() == QProcess::CrashExit ? QString() : u"it did not die by the kill"_s;
}

int liveUntilKilled(const QString& dataFolder, const QString& project, const std::function<QString(AppWorld&)>& live)
{
    AppWorld world(AppWorld::Setup{dataFolder, {}, u"light"_s});
    QTextStream out(stdout);
    QString why = world.start() ? world.connectSandbox() : u"no window"_s;
    if (why.isEmpty() && !project.isEmpty())
        why = world.subscribe();
    if (why.isEmpty() && !project.isEmpty())
        why = world.makeProject(project);
    if (why.isEmpty())
        why = live(world);
    out << (why.isEmpty() ? u"written"_s : why.simplified()) << Qt::endl;
    if (why.isEmpty())
        eventually([] { return false; }, 120'000);
    return 1;
}

AppWorld::AppWorld() : AppWorld(Setup()) {}

AppWorld::AppWorld(const Setup& setup) : m_dataFolder(setup.dataFolder)
{
    if (m_dataFolder.isEmpty())
        m_dataFolder = m_folder.filePath(u"data"_s);
    AppOptions options;
    options.services.dataFolder = m_dataFolder;
    options.services.sandboxExecutable = SandboxFixture::executable();
    options.services.apiBase = setup.api;
    options.services.cliFolder = m_folder.filePath(u"cli"_s);
    options.theme = setup.theme;
    m_app = std::make_unique<Application>(std::move(options), *qApp);
}

AppWorld::~AppWorld()
{
    stop();
}

void AppWorld::stop()
{
    m_watch.reset();
    m_app.reset();
}

bool AppWorld::start()
{
    m_app->start();
    window().activateWindow();
    const bool active = QTest::qWaitForWindowActive(&window(), 10'000);
    watchStalls();
    return active;
}

void AppWorld::watchStalls()
{
    m_watch = std::make_unique<StallWatch>(100);
    QObject::connect(m_watch.get(), &StallWatch::stalled, m_watch.get(), [this](int ms) {
        const QString row = QString::fromUtf8(QTest::currentDataTag());
        m_stalls << u"%1 ms in %2"_s.arg(ms).arg(QString::fromUtf8(QTest::currentTestFunction()))
                + (row.isEmpty() ? QString() : u" ("_s + row + u')');
    });
}

void AppWorld::settle() const
{
    constexpr int twoTicksMs = 25;
    bool painted = false;
    QTimer::singleShot(twoTicksMs, m_watch.get(), [&] { painted = true; });
    eventually([&] { return painted; });
}

void AppWorld::unwatched(const std::function<void()>& work)
{
    m_watch.reset();
    work();
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    watchStalls();
}

MainWindow& AppWorld::window() const { return m_app->window(); }
Services& AppWorld::services() const { return m_app->services(); }
Workspace& AppWorld::workspace() const { return m_app->services().workspace(); }

QString AppWorld::stallReport() const
{
    return m_stalls.isEmpty() ? QString() : u"the window did not answer for "_s + m_stalls.join(u", "_s);
}

QWidget* AppWorld::find(const QString& objectName) const
{
    return findVisible(objectName);
}

bool AppWorld::click(const QString& objectName, int ms) const
{
    const auto ready = [&] {
        QWidget* w = find(objectName);
        return w && w->isEnabled() && !w->size().isEmpty();
    };
    if (!eventually(ready, ms)) {
        qInfo().noquote() << objectName << (find(objectName) ? "stayed disabled" : "never appeared");
        return false;
    }
    QWidget* w = find(objectName);
    bringIntoView(w);
    activate(*w);
    QTest::mouseClick(w, Qt::LeftButton);
    return true;
}

bool AppWorld::type(const QString& objectName, const QString& text) const
{
    if (!click(objectName))
        return false;
    if (!eventually([] { return QApplication::focusWidget() != nullptr; }))
        return false;
    for (QChar c : text) {
        QWidget* target = QApplication::focusWidget();
        if (!target)
            return false;
        if (c == u'\n')
            QTest::keyClick(target, Qt::Key_Return);
        else
            QTest::sendKeyEvent(QTest::Click, target, Qt::Key_unknown, QString(c), Qt::NoModifier);
    }
    return true;
}

bool AppWorld::giveFile(const QString& path) const
{
    const auto dialog = [] {
        const auto tops = QApplication::topLevelWidgets();
        for (QWidget* top : tops) {
            if (auto* shown = qobject_cast<QFileDialog*>(top); shown && shown->isVisible())
                return shown;
        }
        return static_cast<QFileDialog*>(nullptr);
    };
    if (!eventually([&] { return dialog() && dialog()->findChild<QLineEdit*>(u"fileNameEdit"_s); }))
        return false;
    auto* name = dialog()->findChild<QLineEdit*>(u"fileNameEdit"_s);
    dialog()->setDirectory(path.section(u'/', 0, -2)); // a typed folder is completed into something else on the way
    name->selectAll();
    QTest::keyClicks(name, path.section(u'/', -1));
    if (name->completer() && name->completer()->popup())
        name->completer()->popup()->hide(); // it would take the click
    auto* buttons = dialog()->findChild<QDialogButtonBox*>();
    for (QAbstractButton* button : buttons ? buttons->buttons() : QList<QAbstractButton*>()) {
        if (buttons->buttonRole(button) == QDialogButtonBox::AcceptRole)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    if (eventually([&] { return !dialog(); }))
        return true;
    qInfo().noquote() << "the file dialog stayed open with" << name->text();
    return false;
}

void AppWorld::key(Qt::Key key, Qt::KeyboardModifiers modifiers) const
{
    activate(QApplication::activeModalWidget() ? *QApplication::activeModalWidget() : window());
    (void)eventually([] { return QApplication::activeWindow() != nullptr; }, 1'000);
    QWidget* target = QApplication::focusWidget();
    QTest::keyClick(target ? target : &window(), key, modifiers);
}

void AppWorld::shoot(const QString& name)
{
    const QString folder = qEnvironmentVariable("RUN402_SHOTS");
    if (folder.isEmpty())
        return;
    unwatched([&] {
        QDir().mkpath(folder);
        for (const auto& [mode, word] : {std::pair{Theme::Mode::Dark, QStringLiteral("-dark")}, std::pair{Theme::Mode::Light, QString()}}) {
            m_app->theme().setMode(mode);
            settle();
            window().grab().save(folder + QLatin1Char('/') + name + word + QStringLiteral(".png"));
        }
    });
}

QString AppWorld::words(const QWidget* from) const
{
    QStringList lines;
    const auto add = [&](const QString& text) {
        if (!text.isEmpty())
            lines << text;
    };
    const auto all = (from ? from : &window())->findChildren<QWidget*>();
    for (QWidget* w : all) {
        if (!w->isVisible())
            continue;
        if (auto* label = qobject_cast<QLabel*>(w))
            add(label->text());
        else if (auto* button = qobject_cast<QAbstractButton*>(w))
            add(button->text().isEmpty() ? button->accessibleName() : button->text());
        else if (auto* text = qobject_cast<QPlainTextEdit*>(w))
            add(text->toPlainText());
        else if (auto* line = qobject_cast<QLineEdit*>(w))
            add(line->text());
        else
            add(w->accessibleName());
    }
    return lines.join(u'\n');
}

QString AppWorld::text(const QString& objectName) const
{
    QWidget* w = find(objectName);
    if (auto* edit = qobject_cast<QPlainTextEdit*>(w))
        return edit->toPlainText();
    if (auto* line = qobject_cast<QLineEdit*>(w))
        return line->text();
    if (auto* chip = qobject_cast<Chip*>(w))
        return chip->text();
    auto* label = qobject_cast<QLabel*>(w);
    return label ? label->text() : QString();
}

void AppWorld::drop(const QStringList& paths) const
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths)
        urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    const QPoint at = window().rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window(), &enter);
    QDropEvent drop(QPointF(at), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window(), &drop);
}

QString AppWorld::connectSandbox()
{
    if (!click(u"chooseSandbox"_s))
        return u"no welcome"_s;
    if (!eventually([&] { return workspace().isConnected(); }, 90'000)) {
        return workspace().connectionProblem() ? workspace().connectionProblem()->message : u"not connected"_s;
    }
    return {};
}

QString AppWorld::subscribe()
{
    const auto wallet = await(services().wallets().create(u"Test"_s, true));
    if (!wallet.ok())
        return codeOf(wallet);
    if (const auto drip = await(services().money().faucet()); !drip.ok())
        return codeOf(drip);
    // The dialog has its own tests.
    PaymentApprover* person = services().approver();
    Agreeing agreeing;
    services().setApprover(&agreeing);
    services().openSession(workspace().gateway().base, workspace().environment(), workspace().gateway().sandbox);
    const auto change = await(services().money().setTier(u"prototype"_s));
    services().setApprover(person);
    services().openSession(workspace().gateway().base, workspace().environment(), workspace().gateway().sandbox);
    workspace().refreshAll();
    return change.ok() ? QString() : codeOf(change);
}

QString AppWorld::makeProject(const QString& name)
{
    const auto project = await(services().projects().create(name));
    if (!project.ok())
        return codeOf(project);
    if (const auto kept = await(workspace().adoptProject(*project, name)); !kept.ok())
        return codeOf(kept);
    const bool ready = eventually([&] {
        return workspace().currentProjectId() == project->id && workspace().schema().value && workspace().access().value
               && !workspace().anonKey().isEmpty();
    });
    return ready ? QString() : u"the project was not read"_s;
}

} // namespace run402::test
