// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/theme.h"
#include "ui/gallery/components.h"
#include "ui/gallery/shelldemo.h"
#include "ui/gallery/states.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QTimer>

#include <functional>
#include <vector>

using namespace run402;

namespace {

struct Shot
{
    QString name;
    std::function<QWidget*()> make;
    int wait = 400; ///< ms before the picture
    QSize size = {1440, 900};
};

std::vector<Shot> shots()
{
    return {
        {QStringLiteral("components"), [] { return new ComponentsPage; }},
        {QStringLiteral("states"), [] { return new StatesPage; }, 3300},
        {QStringLiteral("shell"), [] { return makeShell(ShellScene::Overview); }},
        {QStringLiteral("inspector"), [] { return makeShell(ShellScene::Inspector); }},
        {QStringLiteral("palette"), [] { return makeShell(ShellScene::Palette); }},
        {QStringLiteral("dialog"), [] { return makeShell(ShellScene::Confirm); }},
        {QStringLiteral("welcome"), [] { return makeShell(ShellScene::Welcome); }},
        {QStringLiteral("narrow"), [] { return makeShell(ShellScene::Narrow); }, 400, {1040, 700}},
    };
}

/// Shows each page in each theme, one after the other, and saves its picture.
class Photographer : public QObject
{
public:
    Photographer(Theme& theme, QString dir)
        : m_theme(theme)
        , m_dir(std::move(dir))
        , m_shots(shots())
    {
    }
    void next()
    {
        if (m_at == m_shots.size() * 2) {
            QApplication::quit();
            return;
        }
        const bool dark = m_at % 2;
        const Shot& shot = m_shots[m_at / 2];
        ++m_at;
        m_theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        QWidget* page = shot.make();
        page->resize(shot.size);
        page->show();
        page->activateWindow();
        QTimer::singleShot(shot.wait, this, [this, page, dark, name = shot.name] {
            page->grab().save(QDir(m_dir).filePath(name + (dark ? QStringLiteral("-dark.png") : QStringLiteral(".png"))));
            page->deleteLater();
            next();
        });
    }

private:
    Theme& m_theme;
    QString m_dir;
    std::vector<Shot> m_shots;
    size_t m_at = 0;
};

} // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    Theme theme;
    theme.install(app);
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption shotOption(QStringLiteral("shot"), QStringLiteral("Write pictures of every page."),
                                        QStringLiteral("dir"));
    const QCommandLineOption dark(QStringLiteral("dark"), QStringLiteral("Start in the dark theme."));
    const QCommandLineOption scale(QStringLiteral("scale"), QStringLiteral("Text scale, 80 to 200 percent."),
                                   QStringLiteral("percent"), QStringLiteral("100"));
    parser.addOptions({shotOption, dark, scale});
    parser.process(app);
    theme.setTextScale(parser.value(scale).toInt());
    if (parser.isSet(shotOption)) {
        QDir().mkpath(parser.value(shotOption));
        Photographer photographer(theme, parser.value(shotOption));
        QTimer::singleShot(0, &photographer, &Photographer::next);
        return app.exec();
    }
    theme.setMode(parser.isSet(dark) ? Theme::Mode::Dark : Theme::Mode::Light);
    for (const Shot& shot : shots()) {
        QWidget* page = shot.make();
        page->setAttribute(Qt::WA_DeleteOnClose);
        page->setWindowTitle(shot.name);
        page->resize(shot.size);
        page->show();
    }
    return app.exec();
}
