"""The access table. Columns: anonymous, applicant, other applicant, caseworker, caseworker elsewhere, member,
member elsewhere, secretary, administrator.

The object is what the URL points at: something of the applicant, instructed by the caseworker, on the agenda of the
member's board. "elsewhere" is another organisation and another board.
"""

from tests.access.table import LOGIN, ROLES

READ = """
# door                                  object            anon   app   app2  cw    cw2   mem   mem2  sec   adm
pages:home                              -                 200    200   200   200   200   200   200   200   200
pages:aid                               aid               200    200   200   200   200   200   200   200   200
pages:how                               -                 200    200   200   200   200   200   200   200   200
pages:accessibility                     -                 200    200   200   200   200   200   200   200   200
pages:legal                             -                 200    200   200   200   200   200   200   200   200
pages:privacy                           -                 200    200   200   200   200   200   200   200   200
pages:health                            -                 200    200   200   200   200   200   200   200   200
pages:landing                           -                 login  302   302   302   302   302   302   302   302
demo:components                         -                 200    200   200   200   200   200   200   200   200
demo:outmail                            -                 200    200   200   200   200   200   200   200   200
demo:outmail_detail                     mail              200    200   200   200   200   200   200   200   200
demo:outmail_attachment                 mail              200    200   200   200   200   200   200   200   200
pages:invitation                        invitation        200    200   200   200   200   200   200   200   200
account_login                           -                 200    302   302   302   302   302   302   302   302
account_signup                          -                 200    302   302   302   302   302   302   302   302
account_logout                          -                 302    200   200   200   200   200   200   200   200
account_inactive                        -                 200    200   200   200   200   200   200   200   200
account_reauthenticate                  -                 login  200   200   200   200   200   200   200   200
account_email                           -                 login  200   200   200   200   200   200   200   200
account_email_verification_sent         -                 200    200   200   200   200   200   200   200   200
account_change_password                 -                 login  200   200   200   200   200   200   200   200
account_set_password                    -                 login  302   302   302   302   302   302   302   302
account_reset_password                  -                 200    200   200   200   200   200   200   200   200
account_reset_password_done             -                 200    200   200   200   200   200   200   200   200
account_reset_password_from_key         reset_key         200    200   200   200   200   200   200   200   200
account_reset_password_from_key_done    -                 200    200   200   200   200   200   200   200   200
account_confirm_email                   email_key         200    200   200   200   200   200   200   200   200
account_confirm_login_code              -                 302    302   302   302   302   302   302   302   302

applicant:list                          -                 login  200   200   404   404   404   404   404   404
applicant:new                           -                 login  200   200   404   404   404   404   404   404
applicant:detail                        draft             login  200   404   404   404   404   404   404   404
applicant:detail                        submitted         login  200   404   404   404   404   404   404   404
applicant:detail                        incomplete        login  200   404   404   404   404   404   404   404
applicant:detail                        waiting           login  200   404   404   404   404   404   404   404
applicant:detail                        refused           login  200   404   404   404   404   404   404   404
applicant:detail                        paid              login  200   404   404   404   404   404   404   404
applicant:detail                        withdrawn         login  200   404   404   404   404   404   404   404
applicant:detail                        lapsed            login  200   404   404   404   404   404   404   404
applicant:step                          draft             login  200   404   404   404   404   404   404   404
applicant:step                          submitted         login  302   404   404   404   404   404   404   404
applicant:documents                     draft             login  200   404   404   404   404   404   404   404
applicant:documents                     submitted         login  302   404   404   404   404   404   404   404
applicant:document_delete               paper_of_draft    login  200   404   404   404   404   404   404   404
applicant:check                         draft             login  200   404   404   404   404   404   404   404
applicant:check                         submitted         login  302   404   404   404   404   404   404   404
applicant:submit                        draft             login  405   405   404   404   404   404   404   404
applicant:receipt                       submitted         login  200   404   404   404   404   404   404   404
applicant:receipt                       draft             login  404   404   404   404   404   404   404   404
applicant:papers                        incomplete        login  200   404   404   404   404   404   404   404
applicant:papers                        submitted         login  302   404   404   404   404   404   404   404
applicant:withdraw                      submitted         login  200   404   404   404   404   404   404   404
applicant:withdraw                      paid              login  302   404   404   404   404   404   404   404
applicant:discard                       draft             login  200   404   404   404   404   404   404   404
applicant:discard                       submitted         login  302   404   404   404   404   404   404   404

casework:queue                          -                 login  404   404   200   200   404   404   404   404
casework:detail                         submitted         login  404   404   200   404   404   404   404   404
casework:detail                         review            login  404   404   200   404   404   404   404   404
casework:detail                         incomplete        login  404   404   200   404   404   404   404   404
casework:detail                         planned           login  404   404   200   404   404   404   404   404
casework:detail                         waiting           login  404   404   200   404   404   404   404   404
casework:detail                         paid              login  404   404   200   404   404   404   404   404
casework:detail                         lapsed            login  404   404   200   404   404   404   404   404
casework:detail                         draft             login  404   404   404   404   404   404   404   404
casework:take                           submitted         login  404   404   405   404   404   404   404   404
casework:release                        review            login  404   404   405   404   404   404   404   404
casework:ask_papers                     review            login  404   404   200   404   404   404   404   404
casework:ask_papers                     submitted         login  404   404   302   404   404   404   404   404
casework:resume                         incomplete        login  404   404   405   404   404   404   404   404
casework:checks                         review            login  404   404   200   404   404   404   404   404
casework:checks                         planned           login  404   404   302   404   404   404   404   404
casework:opinion                        review            login  404   404   200   404   404   404   404   404
casework:opinion                        planned           login  404   404   302   404   404   404   404   404
casework:preview                        review            login  404   404   200   404   404   404   404   404
casework:preview                        planned           login  404   404   200   404   404   404   404   404
casework:redaction                     told              login  404   404   200   404   404   404   404   404
casework:redaction                     unread            login  404   404   200   404   404   404   404   404
casework:redaction                     review            login  404   404   200   404   404   404   404   404
casework:redaction                     planned           login  404   404   302   404   404   404   404   404
casework:redaction_mask                told              login  404   404   405   404   404   404   404   404
casework:redaction_restore             told              login  404   404   405   404   404   404   404   404
casework:redaction_mask_again          told              login  404   404   405   404   404   404   404   404
casework:redaction_reword              told              login  404   404   405   404   404   404   404   404
casework:redaction_suggestions         told              login  404   404   405   404   404   404   404   404
casework:redaction_by_hand             told              login  404   404   405   404   404   404   404   404
casework:redaction_read                told              login  404   404   405   404   404   404   404   404
casework:redaction_set_aside           told              login  404   404   405   404   404   404   404   404
casework:freeze                         review            login  404   404   405   404   404   404   404   404
casework:sign                           to_sign           login  404   404   200   404   404   404   404   404
casework:sign                           review            login  404   404   302   404   404   404   404   404
casework:give_back                      to_sign           login  404   404   405   404   404   404   404   404
casework:correct                        ready             login  404   404   200   404   404   404   404   404
casework:correct                        review            login  404   404   302   404   404   404   404   404
casework:page                           page_review       login  404   404   200   404   404   404   404   404
casework:page                           page_to_sign      login  404   404   302   404   404   404   404   404
casework:page_image                     page_review       login  404   404   200   404   404   404   404   404
casework:page_image                     page_to_sign      login  404   404   302   404   404   404   404   404
casework:page_confirm                   page_review       login  404   404   200   404   404   404   404   404
casework:page_confirm                   page_to_sign      login  404   404   302   404   404   404   404   404
casework:cleared_image                  cleared_review    login  404   404   200   404   404   404   404   404
casework:cleared_image                  cleared_to_sign   login  404   404   200   404   404   404   404   404
casework:page_withdraw                  cleared_review    login  404   404   405   404   404   404   404   404
casework:motivate                       waiting           login  404   404   200   404   404   404   404   404
casework:motivate                       review            login  404   404   302   404   404   404   404   404
casework:pay                            granted           login  404   404   200   404   404   404   404   404
casework:pay                            refused           login  404   404   302   404   404   404   404   404
casework:reopen                         lapsed            login  404   404   405   404   404   404   404   404

files:document                          paper_submitted   login  200   404   200   404   404   404   404   404
files:document                          paper_draft       login  200   404   404   404   404   404   404   404
files:letter                            letter_submitted  login  200   404   200   404   404   404   404   404
files:letter                            letter_refused    login  200   404   200   404   404   404   404   404

interests:register                      -                 login  404   404   404   404   200   200   404   404
interests:withdraw                      interest          login  404   404   404   404   405   405   404   404

commission:home                         -                 login  404   404   404   404   200   200   200   404
commission:country_report               year              login  404   404   404   404   404   404   404   200
commission:country_report_pdf           year              login  404   404   404   404   404   404   404   200
commission:report                       envelope          login  404   404   404   404   200   404   200   404
commission:report_pdf                   envelope          login  404   404   404   404   200   404   200   404
commission:envelope                     envelope          login  404   404   404   404   200   404   200   404
commission:envelopes_now                -                 login  404   404   404   404   404   404   404   302
commission:envelopes                    year              login  404   404   404   404   404   404   404   200
commission:allotment                    envelope          login  404   404   404   404   404   404   404   200
commission:delegations                  board             login  404   404   404   404   200   404   200   404
commission:sitting_new                  -                 login  404   404   404   404   404   404   200   404
commission:year                         board             login  404   404   404   404   200   404   200   404
commission:series                       board             login  404   404   404   404   404   404   200   404
commission:members                      -                 login  404   404   404   404   404   404   302   404
commission:board_members                board             login  404   404   404   404   404   404   200   404
commission:member_invite                board             login  404   404   404   404   404   404   200   404
commission:invitation_revoke            invitation_id     login  404   404   404   404   404   404   405   404
commission:member_end                   mandate           login  404   404   404   404   404   404   200   404
commission:member_renew                 mandate           login  404   404   404   404   404   404   200   404
commission:member_elect                 mandate           login  404   404   404   404   404   404   200   404
commission:sitting                      sitting_planned   login  404   404   404   404   200   404   200   404
commission:sitting                      sitting_published login  404   404   404   404   200   404   200   404
commission:sitting                      sitting_open      login  404   404   404   404   200   404   200   404
commission:sitting                      sitting_closed    login  404   404   404   404   200   404   200   404
commission:sitting                      sitting_delegated login  404   404   404   404   200   404   200   404
commission:agenda                       sitting_planned   login  404   404   404   404   404   404   200   404
commission:agenda                       sitting_published login  404   404   404   404   404   404   200   404
commission:agenda                       sitting_open      login  404   404   404   404   404   404   302   404
commission:publish                      sitting_planned   login  404   404   404   404   404   404   405   404
commission:take_back                    sitting_published login  404   404   404   404   404   404   405   404
commission:attendance                   sitting_open      login  404   404   404   404   404   404   200   404
commission:attendance                   sitting_closed    login  404   404   404   404   404   404   302   404
commission:enter_proxy                  sitting_open      login  404   404   404   404   404   404   405   404
commission:end_proxy                    sitting_open      login  404   404   404   404   404   404   405   404
commission:proxy                        sitting_published login  404   404   404   404   200   404   404   404
commission:proxy                        sitting_closed    login  404   404   404   404   302   404   404   404
commission:take_proxy_back              sitting_published login  404   404   404   404   405   405   404   404
commission:missed                       sitting_published login  404   404   404   404   404   404   200   404
commission:missed                       sitting_closed    login  404   404   404   404   404   404   302   404
commission:second_call                  sitting_published login  404   404   404   404   404   404   405   404
commission:give_up                      sitting_published login  404   404   404   404   404   404   405   404
commission:open                         sitting_planned   login  404   404   404   404   404   404   405   404
commission:close                        sitting_open      login  404   404   404   404   404   404   200   404
commission:close                        sitting_planned   login  404   404   404   404   404   404   302   404
commission:cancel                       sitting_planned   login  404   404   404   404   404   404   200   404
commission:move                         sitting_planned   login  404   404   404   404   404   404   200   404
commission:move                         sitting_closed    login  404   404   404   404   404   404   302   404
commission:convening                    sitting_planned   login  404   404   404   404   404   404   200   404
commission:convening                    sitting_closed    login  404   404   404   404   404   404   302   404
commission:reply                        sitting_published login  404   404   404   404   405   405   404   404
commission:pack                         sitting_published login  404   404   404   404   200   404   404   404
commission:pack                         sitting_planned   login  404   404   404   404   302   404   404   404
commission:pack_file                    pack              login  404   404   404   404   200   404   404   404
commission:item                         item_planned      login  404   404   404   404   404   404   200   404
commission:item                         item_published    login  404   404   404   404   200   404   200   404
commission:item                         item_pending      login  404   404   404   404   200   404   200   404
commission:item                         item_voting       login  404   404   404   404   200   404   200   404
commission:item                         item_refused      login  404   404   404   404   200   404   200   404
commission:item                         item_delegated    login  404   404   404   404   200   404   200   404
commission:live                         sitting_planned   login  404   404   404   404   200   404   200   404
commission:live                         sitting_open      login  404   404   404   404   200   404   200   404
commission:open_consultation            sitting_planned   login  404   404   404   404   404   404   405   404
commission:delegation_end               sitting_delegated login  404   404   404   404   404   404   405   404
commission:agree                        item_delegated    login  404   404   404   404   302   404   404   404
commission:agree                        item_voting       login  404   404   404   404   404   404   404   404
commission:receipt                      item_voting       login  404   404   404   404   404   404   404   404
commission:receipt                      item_refused      login  404   404   404   404   200   404   404   404
commission:check                        item_voting       login  404   404   404   404   200   404   200   404
commission:check                        item_refused      login  404   404   404   404   200   404   200   404
commission:minutes                      sitting_closed    login  404   404   404   404   200   404   200   404
commission:minutes                      sitting_signing   login  404   404   404   404   200   404   200   404
commission:minutes                      sitting_open      login  404   404   404   404   404   404   404   404
commission:minutes_paper                paper_closed      login  404   404   404   404   200   404   200   404
commission:minutes_paper                paper_signing     login  404   404   404   404   404   404   200   404
commission:minutes_prepare              sitting_closed    login  404   404   404   404   404   404   405   404
commission:minutes_sign                 sitting_closed    login  404   404   404   404   405   404   405   404
commission:minutes_refuse               sitting_closed    login  404   404   404   404   405   404   404   404
commission:minutes_take_back            sitting_closed    login  404   404   404   404   404   404   405   404
commission:minutes_compare              sitting_closed    login  404   404   404   404   405   404   405   404
commission:control                      sitting_closed    login  404   404   404   404   404   404   200   404
commission:control                      sitting_signing   login  404   404   404   404   404   404   404   404
commission:control_package              sitting_closed    login  404   404   404   404   404   404   200   404
commission:control_sending              sitting_closed    login  404   404   404   404   404   404   405   404
commission:control_act                  sitting_closed    login  404   404   404   404   404   404   405   404
commission:page                         item_planned      login  404   404   404   404   404   404   200   404
commission:page                         item_published    login  404   404   404   404   200   404   200   404
commission:page                         item_voting       login  404   404   404   404   200   404   200   404
commission:page                         item_refused      login  404   404   404   404   200   404   200   404
commission:page                         item_pending      login  404   404   404   404   404   404   404   404
commission:vote                         item_voting       login  404   404   404   404   302   404   404   404
commission:recuse                       item_voting       login  404   404   404   404   200   404   404   404
commission:recuse                       item_refused      login  404   404   404   404   302   404   404   404
commission:open_item                    item_pending      login  404   404   404   404   404   404   405   404
commission:close_item                   item_voting       login  404   404   404   404   404   404   200   404
"""

WRITE = """
# door                                  object            anon   app   app2  cw    cw2   mem   mem2  sec   adm
account_login                           -                 200    302   302   302   302   302   302   302   302
account_signup                          -                 200    302   302   302   302   302   302   302   302
account_logout                          -                 302    302   302   302   302   302   302   302   302
account_reauthenticate                  -                 login  200   200   200   200   200   200   200   200
account_change_password                 -                 login  200   200   200   200   200   200   200   200
account_reset_password                  -                 200    200   200   200   200   200   200   200   200
pages:invitation                        invitation        422    409   409   409   409   409   409   409   409
account_reset_password_from_key         reset_key         200    200   200   200   200   200   200   200   200

applicant:new                           -                 login  422   422   404   404   404   404   404   404
applicant:step                          draft             login  409   404   404   404   404   404   404   404
applicant:documents                     draft             login  302   404   404   404   404   404   404   404
applicant:document_delete               paper_of_draft    login  302   404   404   404   404   404   404   404
applicant:submit                        draft             login  302   404   404   404   404   404   404   404
applicant:papers                        incomplete        login  302   404   404   404   404   404   404   404
applicant:withdraw                      submitted         login  302   404   404   404   404   404   404   404
applicant:discard                       draft             login  302   404   404   404   404   404   404   404

casework:take                           submitted         login  404   404   302   404   404   404   404   404
casework:release                        review            login  404   404   302   404   404   404   404   404
casework:ask_papers                     review            login  404   404   422   404   404   404   404   404
casework:resume                         incomplete        login  404   404   302   404   404   404   404   404
casework:checks                         review            login  404   404   302   404   404   404   404   404
casework:opinion                        review            login  404   404   422   404   404   404   404   404
casework:redaction_mask                told              login  404   404   422   404   404   404   404   404
casework:redaction_restore             told              login  404   404   302   404   404   404   404   404
casework:redaction_mask_again          told              login  404   404   302   404   404   404   404   404
casework:redaction_reword              told              login  404   404   302   404   404   404   404   404
casework:redaction_suggestions         told              login  404   404   302   404   404   404   404   404
casework:redaction_by_hand             unread            login  404   404   302   404   404   404   404   404
casework:redaction_read                told              login  404   404   302   404   404   404   404   404
casework:redaction_set_aside           told              login  404   404   302   404   404   404   404   404
casework:freeze                         review            login  404   404   302   404   404   404   404   404
casework:sign                           to_sign           login  404   404   422   404   404   404   404   404
casework:give_back                      to_sign           login  404   404   422   404   404   404   404   404
casework:correct                        ready             login  404   404   422   404   404   404   404   404
casework:page_confirm                   page_review       login  404   404   422   404   404   404   404   404
casework:page_withdraw                  cleared_review    login  404   404   302   404   404   404   404   404
casework:motivate                       waiting           login  404   404   422   404   404   404   404   404
casework:pay                            granted           login  404   404   422   404   404   404   404   404
casework:reopen                         lapsed            login  404   404   302   404   404   404   404   404

interests:register                      -                 login  404   404   404   404   422   422   404   404
interests:withdraw                      interest          login  404   404   404   404   302   404   404   404

commission:allotment                    envelope          login  404   404   404   404   404   404   404   422
commission:sitting_new                  -                 login  404   404   404   404   404   404   422   404
commission:series                       board             login  404   404   404   404   404   404   422   404
commission:member_invite                board             login  404   404   404   404   404   404   422   404
commission:invitation_revoke            invitation_id     login  404   404   404   404   404   404   302   404
commission:member_end                   mandate           login  404   404   404   404   404   404   422   404
commission:member_renew                 mandate           login  404   404   404   404   404   404   422   404
commission:member_elect                 mandate           login  404   404   404   404   404   404   422   404
commission:agenda                       sitting_planned   login  404   404   404   404   404   404   422   404
commission:publish                      sitting_planned   login  404   404   404   404   404   404   302   404
commission:take_back                    sitting_published login  404   404   404   404   404   404   302   404
commission:attendance                   sitting_open      login  404   404   404   404   404   404   409   404
commission:enter_proxy                  sitting_open      login  404   404   404   404   404   404   422   404
commission:end_proxy                    sitting_open      login  404   404   404   404   404   404   302   404
commission:proxy                        sitting_published login  404   404   404   404   422   404   404   404
commission:take_proxy_back              sitting_published login  404   404   404   404   302   404   404   404
commission:missed                       sitting_published login  404   404   404   404   404   404   302   404
commission:second_call                  sitting_published login  404   404   404   404   404   404   302   404
commission:give_up                      sitting_published login  404   404   404   404   404   404   302   404
commission:open                         sitting_planned   login  404   404   404   404   404   404   422   404
commission:close                        sitting_open      login  404   404   404   404   404   404   302   404
commission:cancel                       sitting_planned   login  404   404   404   404   404   404   302   404
commission:move                         sitting_planned   login  404   404   404   404   404   404   422   404
commission:convening                    sitting_planned   login  404   404   404   404   404   404   302   404
commission:reply                        sitting_published login  404   404   404   404   422   404   404   404
commission:delegations                  board             login  404   404   404   404   404   404   422   404
commission:delegation_end               sitting_delegated login  404   404   404   404   404   404   302   404
commission:open_consultation            sitting_planned   login  404   404   404   404   404   404   422   404
commission:check                        item_refused      login  404   404   404   404   422   404   422   404
commission:minutes_prepare              sitting_signing   login  404   404   404   404   404   404   302   404
commission:minutes_sign                 sitting_signing   login  404   404   404   404   422   404   422   404
commission:minutes_refuse               sitting_signing   login  404   404   404   404   422   404   404   404
commission:minutes_take_back            sitting_signing   login  404   404   404   404   404   404   422   404
commission:minutes_compare              sitting_closed    login  404   404   404   404   422   404   422   404
commission:control_sending              sitting_closed    login  404   404   404   404   404   404   422   404
commission:control_act                  sitting_closed    login  404   404   404   404   404   404   422   404
commission:pack                         sitting_published login  404   404   404   404   302   404   404   404
commission:vote                         item_voting       login  404   404   404   404   422   404   404   404
commission:agree                        item_delegated    login  404   404   404   404   422   404   404   404
commission:recuse                       item_voting       login  404   404   404   404   302   404   404   404
commission:open_item                    item_pending      login  404   404   404   404   404   404   302   404
commission:close_item                   item_voting       login  404   404   404   404   404   404   302   404
"""

# The administration, by kind of page. Everybody but administrators: the sign-in page, or the 404 of a missing page.
ADMIN_OPEN = {
    "accounts_user",
    "accounts_membership",
    "accounts_office",
    "territory_board",
    "territory_region",
    "territory_organisation",
    "territory_department",
    "requests_app_aidparameter",
    "requests_app_campaign",
    "requests_app_remediestext",
    "commission_chargesplit",
    "commission_enveloperule",
}
ADMIN_ANONYMOUS: dict[str, str] = {}
_ADMINISTRATOR = {
    "_changelist": "200",
    "_history": "200",
    "_change": "200",
    "_delete": "403",
    "_import": "200",
    "_announce": "200",
    "_export": "200",
    "admin:index": "200",
    "admin:login": LOGIN,
    "admin:logout": "405",
    "admin:password_change": "302",
    "admin:password_change_done": "302",
    "admin:autocomplete": "403",
    "admin:jsi18n": "200",
    "admin:view_on_site": "404",
    "admin:app_list": "200",
    "object_id>/": "302",
    "(?P<url>.*)$": "404",
}


def admin_codes(name: str) -> dict[str, str]:
    """One code for the administrator, "login" for nobody, 404 for everybody else."""
    codes = dict.fromkeys(ROLES, "404") | {"anonymous": LOGIN}
    if name.endswith("_add"):
        model = name.removeprefix("admin:").removesuffix("_add")
        return codes | {"administrator": "200" if model in ADMIN_OPEN else "403"}
    if name == "admin:login":
        return dict.fromkeys(ROLES, LOGIN)
    ending = name if name in _ADMINISTRATOR else next(end for end in _ADMINISTRATOR if name.endswith(end))
    return codes | {"administrator": _ADMINISTRATOR[ending]}
