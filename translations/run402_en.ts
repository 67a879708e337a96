<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>Payment</name>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Money</name>
    <message numerus="yes">
        <source>%1 tier, %n days</source>
        <translation>
            <numerusform>%1 tier, %n day</numerusform>
            <numerusform>%1 tier, %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>to %1, for all %n projects</source>
        <translation>
            <numerusform>to %1, for %n project</numerusform>
            <numerusform>to %1, for all %n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::AgentsDock</name>
    <message numerus="yes">
        <source>%n new thing(s) since you last looked.</source>
        <translation>
            <numerusform>%n new thing since you last looked.</numerusform>
            <numerusform>%n new things since you last looked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SqlPlan</name>
    <message numerus="yes">
        <source>%n more statement(s) of this run remove or change everything too.</source>
        <translation>
            <numerusform>%n more statement of this run removes or changes everything too.</numerusform>
            <numerusform>%n more statements of this run remove or change everything too.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message numerus="yes">
        <source>%n functions</source>
        <translation>
            <numerusform>%n function</numerusform>
            <numerusform>%n functions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n secrets</source>
        <translation>
            <numerusform>%n secret</numerusform>
            <numerusform>%n secrets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of %n days</source>
        <translation>
            <numerusform>of %n day</numerusform>
            <numerusform>of %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::Application</name>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n project</numerusform>
            <numerusform>%n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ConsolePage</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::LeaseBar</name>
    <message numerus="yes">
        <source>Active, %n day(s)</source>
        <translation>
            <numerusform>Active, %n day</numerusform>
            <numerusform>Active, %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::PaymentDialog</name>
    <message numerus="yes">
        <source>%1, %n seconds ago</source>
        <translation>
            <numerusform>%1, %n second ago</numerusform>
            <numerusform>%1, %n seconds ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::PaymentsCard</name>
    <message numerus="yes">
        <source>The billing history has %n entries; all are here.</source>
        <translation>
            <numerusform>The billing history has %n entry; it is here.</numerusform>
            <numerusform>The billing history has %n entries; all are here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n payments have no known outcome.</source>
        <translation>
            <numerusform>%n payment has no known outcome.</numerusform>
            <numerusform>%n payments have no known outcome.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ResultTabs</name>
    <message numerus="yes">
        <source>%1 rows</source>
        <translation>
            <numerusform>%1 row</numerusform>
            <numerusform>%1 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows inserted</source>
        <translation>
            <numerusform>%1 row inserted</numerusform>
            <numerusform>%1 rows inserted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows updated</source>
        <translation>
            <numerusform>%1 row updated</numerusform>
            <numerusform>%1 rows updated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows deleted</source>
        <translation>
            <numerusform>%1 row deleted</numerusform>
            <numerusform>%1 rows deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rows written</source>
        <translation>
            <numerusform>%1 row written</numerusform>
            <numerusform>%1 rows written</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ResultFoot</name>
    <message numerus="yes">
        <source>%n cell(s) selected</source>
        <translation>
            <numerusform>%n cell selected</numerusform>
            <numerusform>%n cells selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) selected</source>
        <translation>
            <numerusform>%n row selected</numerusform>
            <numerusform>%n rows selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s)</source>
        <translation>
            <numerusform>%n value</numerusform>
            <numerusform>%n values</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s) missing</source>
        <translation>
            <numerusform>%n column missing</numerusform>
            <numerusform>%n columns missing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ResultChart</name>
    <message numerus="yes">
        <source>%n row(s) have nothing to draw</source>
        <translation>
            <numerusform>%n row has nothing to draw</numerusform>
            <numerusform>%n rows have nothing to draw</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ResultView</name>
    <message numerus="yes">
        <source>%n cell(s) copied</source>
        <translation>
            <numerusform>%n cell copied</numerusform>
            <numerusform>%n cells copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) affected</source>
        <translation>
            <numerusform>%n row affected</numerusform>
            <numerusform>%n rows affected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n statement(s) ran in one transaction.</source>
        <translation>
            <numerusform>%n statement ran in one transaction.</numerusform>
            <numerusform>%n statements ran in one transaction.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) longer than a cell takes were cut in %1; CSV and JSON keep them whole.</source>
        <translation>
            <numerusform>%n text longer than a cell takes was cut in %1; CSV and JSON keep it whole.</numerusform>
            <numerusform>%n texts longer than a cell takes were cut in %1; CSV and JSON keep them whole.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1</source>
        <translation>
            <numerusform>%n row written to %1</numerusform>
            <numerusform>%n rows written to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::RowInspector</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s)</source>
        <translation>
            <numerusform>%n byte</numerusform>
            <numerusform>%n bytes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::RulesPane</name>
    <message numerus="yes">
        <source>%n cell(s) changed in %1</source>
        <translation>
            <numerusform>%n cell changed in %1</numerusform>
            <numerusform>%n cells changed in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Apply to %n table(s)</source>
        <translation>
            <numerusform>Apply to %n table</numerusform>
            <numerusform>Apply to %n tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) before it took effect; the matrix shows what is true now.</source>
        <translation>
            <numerusform>%n request before it took effect; the matrix shows what is true now.</numerusform>
            <numerusform>%n requests before it took effect; the matrix shows what is true now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::SqlErrorView</name>
    <message numerus="yes">
        <source>%n statement(s) before it were applied and stay.</source>
        <translation>
            <numerusform>%n statement before it was applied and stays.</numerusform>
            <numerusform>%n statements before it were applied and stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::StatusFeed</name>
    <message numerus="yes">
        <source>%n access warning(s)</source>
        <translation>
            <numerusform>%n access warning</numerusform>
            <numerusform>%n access warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::TopBar</name>
    <message numerus="yes">
        <source>%n payment(s) unresolved</source>
        <translation>
            <numerusform>%n payment unresolved</numerusform>
            <numerusform>%n payments unresolved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::WalletPane</name>
    <message numerus="yes">
        <source>%n payments resolved</source>
        <translation>
            <numerusform>%n payment resolved</numerusform>
            <numerusform>%n payments resolved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::WelcomeView</name>
    <message numerus="yes">
        <source>%n project(s) and a wallet</source>
        <translation>
            <numerusform>%n project and a wallet</numerusform>
            <numerusform>%n projects and a wallet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n project</numerusform>
            <numerusform>%n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::AppDetails</name>
    <message numerus="yes">
        <source>%n table(s) with their keys, indexes and rules</source>
        <translation>
            <numerusform>%n table with its keys, indexes and rules</numerusform>
            <numerusform>%n tables with their keys, indexes and rules</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n function(s)</source>
        <translation>
            <numerusform>%n function</numerusform>
            <numerusform>%n functions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A site of %n file(s)</source>
        <translation>
            <numerusform>A site of %n file</numerusform>
            <numerusform>A site of %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), %1</source>
        <translation>
            <numerusform>%n file, %1</numerusform>
            <numerusform>%n files, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::MyAppsView</name>
    <message numerus="yes">
        <source>%n project(s) could not be asked.</source>
        <translation>
            <numerusform>%n project could not be asked.</numerusform>
            <numerusform>%n projects could not be asked.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ProjectsPane</name>
    <message numerus="yes">
        <source>%n project(s)</source>
        <translation>
            <numerusform>%n project</numerusform>
            <numerusform>%n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::FunctionListModel</name>
    <message numerus="yes">
        <source>%n call(s) from here</source>
        <translation>
            <numerusform>%n call from here</numerusform>
            <numerusform>%n calls from here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::EnvImportDialog</name>
    <message numerus="yes">
        <source>Set %n secret(s), free</source>
        <translation>
            <numerusform>Set %n secret, free</numerusform>
            <numerusform>Set %n secrets, free</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::SecretValuesPane</name>
    <message numerus="yes">
        <source>Set %n secret(s) from a .env file</source>
        <translation>
            <numerusform>Set %n secret from a .env file</numerusform>
            <numerusform>Set %n secrets from a .env file</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ResponseView</name>
    <message numerus="yes">
        <source>%n line(s) in Logs</source>
        <translation>
            <numerusform>%n line in Logs</numerusform>
            <numerusform>%n lines in Logs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::LogsPane</name>
    <message numerus="yes">
        <source>%1 line(s)</source>
        <translation>
            <numerusform>%1 line</numerusform>
            <numerusform>%1 lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 line(s) match</source>
        <translation>
            <numerusform>%1 line matches</numerusform>
            <numerusform>%1 lines match</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were too hard for the expression and are left out.</source>
        <translation>
            <numerusform>%n line was too hard for the expression and is left out.</numerusform>
            <numerusform>%n lines were too hard for the expression and are left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>%n new line</numerusform>
            <numerusform>%n new lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::AuthPane</name>
    <message numerus="yes">
        <source>Access token runs out in %n minute(s). It is renewed by itself when it is used.</source>
        <translation>
            <numerusform>Access token runs out in %n minute. It is renewed by itself when it is used.</numerusform>
            <numerusform>Access token runs out in %n minutes. It is renewed by itself when it is used.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::StoragePane</name>
    <message numerus="yes">
        <source>%n stored file(s) of the same name would be replaced, which cannot be undone.</source>
        <translation>
            <numerusform>%n stored file of the same name would be replaced, which cannot be undone.</numerusform>
            <numerusform>%n stored files of the same name would be replaced, which cannot be undone.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) cannot be stored.</source>
        <translation>
            <numerusform>%n name cannot be stored.</numerusform>
            <numerusform>%n names cannot be stored.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Replace %n file(s)?</source>
        <translation>
            <numerusform>Replace %n file?</numerusform>
            <numerusform>Replace %n files?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n file(s)?</source>
        <translation>
            <numerusform>Delete %n file?</numerusform>
            <numerusform>Delete %n files?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n file(s)</source>
        <translation>
            <numerusform>Delete %n file</numerusform>
            <numerusform>Delete %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n folder(s)</source>
        <translation>
            <numerusform>%n folder</numerusform>
            <numerusform>%n folders</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) selected</source>
        <translation>
            <numerusform>%n file selected</numerusform>
            <numerusform>%n files selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::BucketDelegate</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ConditionFeed</name>
    <message numerus="yes">
        <source>Your projects are on hold until you renew. In %n day(s) they are archived.</source>
        <translation>
            <numerusform>Your projects are on hold until you renew. In %n day they are archived.</numerusform>
            <numerusform>Your projects are on hold until you renew. In %n days they are archived.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The lease ran out %n day(s) ago.</source>
        <translation>
            <numerusform>The lease ran out %n day ago.</numerusform>
            <numerusform>The lease ran out %n days ago.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::LineActions</name>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::RequestsDock</name>
    <message numerus="yes">
        <source>Show %n background request(s)</source>
        <translation>
            <numerusform>Show %n background request</numerusform>
            <numerusform>Show %n background requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Hide %n background request(s)</source>
        <translation>
            <numerusform>Hide %n background request</numerusform>
            <numerusform>Hide %n background requests</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::JsonTreeModel</name>
    <message numerus="yes">
        <source>{ %n member(s) }</source>
        <translation>
            <numerusform>{ %n member }</numerusform>
            <numerusform>{ %n members }</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[ %n element(s) ]</source>
        <translation>
            <numerusform>[ %n element ]</numerusform>
            <numerusform>[ %n elements ]</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ViewAsPanel</name>
    <message numerus="yes">
        <source>%n row(s) can be changed or deleted.</source>
        <translation>
            <numerusform>%n row can be changed or deleted.</numerusform>
            <numerusform>%n rows can be changed or deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also asked over REST: %1, %n column(s).</source>
        <translation>
            <numerusform>Also asked over REST: %1, %n column.</numerusform>
            <numerusform>Also asked over REST: %1, %n columns.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The last %n row(s) are listed.</source>
        <translation>
            <numerusform>The last %n row is listed.</numerusform>
            <numerusform>The last %n rows are listed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::LogHistogram</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::DeployView</name>
    <message numerus="yes">
        <source>%n file(s) read, %1</source>
        <translation>
            <numerusform>%n file read, %1</numerusform>
            <numerusform>%n files read, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::SiteCheckCard</name>
    <message numerus="yes">
        <source>%n more file(s) are not kept here and were not looked at.</source>
        <translation>
            <numerusform>%n more file is not kept here and was not looked at.</numerusform>
            <numerusform>%n more files are not kept here and were not looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The %n deployed file(s) hold no service key and no value that looks like a secret. Every deploy checks this first and stops when it finds one.</source>
        <translation>
            <numerusform>The %n deployed file holds no service key and no value that looks like a secret. Every deploy checks this first and stops when it finds one.</numerusform>
            <numerusform>The %n deployed files hold no service key and no value that looks like a secret. Every deploy checks this first and stops when it finds one.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::LedgerPane</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) saved</source>
        <translation>
            <numerusform>%n row saved</numerusform>
            <numerusform>%n rows saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n payment(s) resolved</source>
        <translation>
            <numerusform>%n payment resolved</numerusform>
            <numerusform>%n payments resolved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n payment(s) without an outcome.</source>
        <translation>
            <numerusform>%n payment without an outcome.</numerusform>
            <numerusform>%n payments without an outcome.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::InboxView</name>
    <message numerus="yes">
        <source>%n payment(s) without an outcome</source>
        <translation>
            <numerusform>%n payment without an outcome</numerusform>
            <numerusform>%n payments without an outcome</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ProjectTreeModel</name>
    <message numerus="yes">
        <source>%n payment(s) without an outcome</source>
        <translation>
            <numerusform>%n payment without an outcome</numerusform>
            <numerusform>%n payments without an outcome</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::PassphrasePair</name>
    <message numerus="yes">
        <source>At least %n characters</source>
        <translation>
            <numerusform>At least %n character</numerusform>
            <numerusform>At least %n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::WalletDesk</name>
    <message numerus="yes">
        <source>%n characters</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::SettingsPane</name>
    <message numerus="yes">
        <source>%1 is in use, of %n wallet(s).</source>
        <translation>
            <numerusform>%1 is in use, of %n wallet.</numerusform>
            <numerusform>%1 is in use, of %n wallets.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ChangeBar</name>
    <message numerus="yes">
        <source>%n change(s) not saved</source>
        <translation>
            <numerusform>%n change not saved</numerusform>
            <numerusform>%n changes not saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s)</source>
        <translation>
            <numerusform>%n edit</numerusform>
            <numerusform>%n edits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) do not fit</source>
        <translation>
            <numerusform>%n value does not fit</numerusform>
            <numerusform>%n values do not fit</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Save %n change(s)</source>
        <translation>
            <numerusform>Save %n change</numerusform>
            <numerusform>Save %n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::ConflictDialog</name>
    <message numerus="yes">
        <source>%n row(s) changed while you edited</source>
        <translation>
            <numerusform>%n row changed while you edited</numerusform>
            <numerusform>%n rows changed while you edited</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more row(s) stay as they are now</source>
        <translation>
            <numerusform>%n more row stays as it is now</numerusform>
            <numerusform>%n more rows stay as they are now</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::TableGrid</name>
    <message numerus="yes">
        <source>Duplicate %n row(s)</source>
        <translation>
            <numerusform>Duplicate %n row</numerusform>
            <numerusform>Duplicate %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n long value(s) were not copied; open them first</source>
        <translation>
            <numerusform>%n long value was not copied; open it first</numerusform>
            <numerusform>%n long values were not copied; open them first</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n row(s)</source>
        <translation>
            <numerusform>Delete %n row</numerusform>
            <numerusform>Delete %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paste %n row(s)</source>
        <translation>
            <numerusform>Paste %n row</numerusform>
            <numerusform>Paste %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n value(s) had no column to go to</source>
        <translation>
            <numerusform>%n value had no column to go to</numerusform>
            <numerusform>%n values had no column to go to</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Paste into %n cell(s)</source>
        <translation>
            <numerusform>Paste into %n cell</numerusform>
            <numerusform>Paste into %n cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take changes of %n row(s) back</source>
        <translation>
            <numerusform>Take changes of %n row back</numerusform>
            <numerusform>Take changes of %n rows back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) left out: the page ends here</source>
        <translation>
            <numerusform>%n row left out: the page ends here</numerusform>
            <numerusform>%n rows left out: the page ends here</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copied %n row(s)</source>
        <translation>
            <numerusform>Copied %n row</numerusform>
            <numerusform>Copied %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::TablePane</name>
    <message numerus="yes">
        <source>%1 rows</source>
        <translation>
            <numerusform>%1 row</numerusform>
            <numerusform>%1 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) from the last time are still not saved</source>
        <translation>
            <numerusform>%n change from the last time is still not saved</numerusform>
            <numerusform>%n changes from the last time are still not saved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n change(s) in %1</source>
        <translation>
            <numerusform>Saved %n change in %1</numerusform>
            <numerusform>Saved %n changes in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Find in %n row(s)</source>
        <translation>
            <numerusform>Find in %n row</numerusform>
            <numerusform>Find in %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::TableSession</name>
    <message numerus="yes">
        <source>Edit %n cell(s)</source>
        <translation>
            <numerusform>Edit %n cell</numerusform>
            <numerusform>Edit %n cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n change(s) in %1</source>
        <translation>
            <numerusform>Saved %n change in %1</numerusform>
            <numerusform>Saved %n changes in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::SqlLibrary</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::PlanView</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::TableDialog</name>
    <message numerus="yes">
        <source>Drop %n column(s) of %1?</source>
        <translation>
            <numerusform>Drop %n column of %1?</numerusform>
            <numerusform>Drop %n columns of %1?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) will be gone.</source>
        <translation>
            <numerusform>%n row will be gone.</numerusform>
            <numerusform>%n rows will be gone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::DataImportDialog</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the first %n row(s) were looked at</source>
        <translation>
            <numerusform>the first %n row was looked at</numerusform>
            <numerusform>the first %n rows were looked at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) are in %1</source>
        <translation>
            <numerusform>%n row is in %1</numerusform>
            <numerusform>%n rows are in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>run402::DiagramPane</name>
    <message numerus="yes">
        <source>%n table(s)</source>
        <translation>
            <numerusform>%n table</numerusform>
            <numerusform>%n tables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n reference(s)</source>
        <translation>
            <numerusform>%n reference</numerusform>
            <numerusform>%n references</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 table(s) match</source>
        <translation>
            <numerusform>%n of %1 tables matches</numerusform>
            <numerusform>%n of %1 tables match</numerusform>
        </translation>
    </message>
</context>
</TS>
