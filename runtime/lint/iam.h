// Within this room: the policy documents of a template, and their statements.
#pragma once
#include "lint/document.h"

typedef enum PolicyKind {
  POLICY_IDENTITY,    // what a user, group or role may do
  POLICY_RESOURCE,    // who may do what with a resource
  POLICY_REPOSITORY,  // the same of an ECR repository: it names no resource
  POLICY_TRUST,       // who may take a role
} PolicyKind;

typedef struct PolicyDocument {
  PolicyKind kind;
  const LintResource *resource;
  LintChoice at;
} PolicyDocument;

// Calls `visit` for each policy document of the resource, whatever it is; text is read as JSON.
void iam_documents(Linter *linter, const LintResource *resource,
                   void (*visit)(Linter *linter, const PolicyDocument *document));
// The statements of a document, be it one or a list.
LintChoices iam_statements(Linter *linter, const PolicyDocument *document);
// What a member of a statement holds, be it one value or a list; Refs to parameters are what they may give.
LintChoices iam_values(Linter *linter, const LintChoice *statement, const char *member);

// The types that have policy documents.
#define IAM_IDENTITY_TYPES                                                                         \
  "AWS::IAM::Group AWS::IAM::GroupPolicy AWS::IAM::ManagedPolicy AWS::IAM::Policy AWS::IAM::Role " \
  "AWS::IAM::RolePolicy AWS::IAM::User AWS::IAM::UserPolicy AWS::SSO::PermissionSet "              \
  "AWS::Serverless::Function AWS::Serverless::StateMachine"
#define IAM_RESOURCE_TYPES                                                                               \
  "AWS::Elasticsearch::Domain AWS::KMS::Key AWS::OpenSearchService::Domain AWS::S3::BucketPolicy "       \
  "AWS::SNS::TopicInlinePolicy AWS::SNS::TopicPolicy AWS::SQS::QueueInlinePolicy AWS::SQS::QueuePolicy " \
  "AWS::SecretsManager::ResourcePolicy"
#define IAM_REPOSITORY_TYPES "AWS::ECR::Repository"
